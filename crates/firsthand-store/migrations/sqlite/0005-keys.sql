-- Keys of lineage have fewer bits, and chunks of the index have marks by which a key is found without unpacking the rest:
-- all readings are forgotten, and made again when the ledger is opened.
-- This file is never edited: a change is a new file with the next number.

delete from reading;
delete from run;
delete from chunk;
delete from claim;
delete from derivation;
delete from story;
delete from membership;
delete from entry;
insert or replace into pending select seq, 0 from report;
update meta set value = value + 1 where key = 'generation';
update meta set value = exists (select 1 from outside_claim) where key = 'outside_unsettled';
