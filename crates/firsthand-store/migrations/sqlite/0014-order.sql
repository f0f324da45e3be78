-- The order in which claims from outside came, as reports have theirs in their numbers: what a checkpoint is compared with.
-- Of those that are here nobody kept it: they stand by the moment of recording, then by id. Readings and entries stay.
-- This file is never edited: a change is a new file with the next number.

create table outside_order (
    seq integer primary key,
    id  blob not null unique
);
insert into outside_order (id) select id from outside_claim order by recorded, id;
