-- Into which stories reports of a story went when it last changed: what was split off, merged, or goes on by another id.
-- Signatures and keys are made otherwise: all readings are forgotten, and made again when the ledger is opened.
-- This file is never edited: a change is a new file with the next number.

create table story_move (
    source blob not null,
    target blob not null,
    primary key (source, target)
) without rowid;
create index story_move_target on story_move (target);

delete from reading;
delete from run;
delete from chunk;
delete from claim;
delete from derivation;
delete from story;
delete from membership;
delete from entry;
update report set state = 0;
update meta set value = value + 1 where key = 'generation';
update meta set value = exists (select 1 from outside_claim) where key = 'outside_unsettled';
