-- Keys of lineage that many reports hold, with the reports that still ask for them: who looks such a key up no longer
-- reads all its holders. All readings are forgotten, and made again when the ledger is opened.
-- This file is never edited: a change is a new file with the next number.

-- key: as in the index. pioneers: the numbers of its earliest holders, four bytes each, little end first, the earliest first.
create table crowd (
    key      integer primary key,
    pioneers blob not null
);

-- What is asked of a holder, without the row that holds its whole text.
create index report_holder on report (seq, published, id, tongue);

-- Nobody asks for the texts of a family.
drop index membership_family;

delete from reading;
delete from run;
delete from chunk;
delete from claim;
delete from derivation;
delete from story;
delete from membership;
delete from entry;
insert or replace into pending select seq, 0 from report;
update meta set value = 1 where key = 'feed_behind';
update meta set value = value + 1 where key = 'generation';
update meta set value = exists (select 1 from outside_claim) where key = 'outside_unsettled';
