-- The index of keys as sorted runs instead of a row a key: written in sequence, merged by levels, see src/runs.rs.
-- It stays empty until the readings are made again (0003).
-- This file is never edited: a change is a new file with the next number.

drop table holder;

-- The letters of the language code as a number.
alter table report add column tongue integer not null default 0;

-- kind: 0 kin, 1 story. fences: the first key of each of its chunks, eight bytes each, little end first.
-- Numbers are never given twice, so that what is remembered of a run stays true.
create table run (
    id     integer primary key autoincrement,
    kind   integer not null,
    level  integer not null,
    fences blob    not null
);

-- id: the number of the run times 2^24, plus the chunk's place in it.
create table chunk (
    id   integer primary key,
    body blob not null
);
