-- Of what the reports of each host tell: which town most of what one of them names is. Part of the readings: it goes with them.
-- All readings are forgotten, and made again when the ledger is opened, so that every report counts.
-- This file is never edited: a change is a new file with the next number.

create table beat (
    host     text not null,
    division text not null,
    town     text not null,
    reports  integer not null,
    primary key (host, division, town)
) without rowid;

delete from reading;
delete from run;
delete from chunk;
delete from crowd;
delete from claim;
delete from derivation;
delete from story;
delete from membership;
delete from entry;
delete from story_label;
delete from story_rank;
insert or replace into pending select seq, 0 from report;
update meta set value = 1 where key = 'feed_behind';
update meta set value = value + 1 where key = 'generation';
update meta set value = exists (select 1 from outside_claim) where key = 'outside_unsettled';
