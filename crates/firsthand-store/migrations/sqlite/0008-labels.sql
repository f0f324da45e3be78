-- By what entries are asked for: which stories have an entry of an indicator, at a place, in a country.
-- The rows are filled from the entries that are there; readings stay.
-- This file is never edited: a change is a new file with the next number.

-- label: a hash of indicator, place name or country code; 0 for every story with entries. rank: the number of reports below
-- zero, so that the largest story comes first; 1 and an empty story for the claims from outside that joined none.
create table story_label (
    label integer not null,
    rank  integer not null,
    story blob    not null,
    primary key (label, rank, story)
) without rowid;
create index story_label_story on story_label (story);
