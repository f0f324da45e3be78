-- By what entries are asked for: which stories have an entry of an indicator, at a place, in a country.
-- The rows are filled from the entries that are there; readings stay.
-- This file is never edited: a change is a new file with the next number.

-- label: a hash of indicator, place name or country code. An empty story stands for the claims from outside that joined none.
create table story_label (
    label integer not null,
    story blob    not null,
    primary key (label, story)
) without rowid;
create index story_label_story on story_label (story);

-- Every story with entries. rank: its number of reports below zero; 1 for the claims from outside.
create table story_rank (
    story blob primary key,
    rank  integer not null
) without rowid;
