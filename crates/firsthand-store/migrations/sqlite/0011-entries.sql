-- Entries in the order in which they came, those of a story beside each other, since they are long: settling a story again
-- writes a few pages. The two indexes answer what is asked by id and by story. Readings and entries stay.
-- This file is never edited: a change is a new file with the next number.

create table entry_by_story (
    id     blob not null unique,
    story  blob,
    series text not null,
    body   text not null
);
insert into entry_by_story select id, story, series, body from entry order by story, series, id;
drop table entry;
alter table entry_by_story rename to entry;
create index entry_story on entry (story, series, id);

-- Which runs there are is asked again and again; their rows hold all fences.
create index run_kind on run (kind, level);
