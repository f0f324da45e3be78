-- What is not settled yet stands in a small table of its own: a report's row, with its whole text, is written once.
-- Keys are made otherwise: all readings are forgotten, and made again when the ledger is opened.
-- This file is never edited: a change is a new file with the next number.

-- read: 0 without readings, 1 read and not settled.
create table pending (
    seq  integer primary key references report (seq),
    read integer not null
);

drop index report_state;
alter table report drop column state;

-- Edges in the order in which they came, since they are long; the lesser id is one, and the two indexes answer who is
-- linked to whom without them.
drop table derivation;
create table derivation (
    one   blob not null,
    other blob not null,
    body  text not null,
    unique (one, other)
);
create index derivation_other on derivation (other, one);

delete from reading;
delete from run;
delete from chunk;
delete from claim;
delete from story;
delete from membership;
delete from entry;
insert into pending select seq, 0 from report;
update meta set value = value + 1 where key = 'generation';
update meta set value = exists (select 1 from outside_claim) where key = 'outside_unsettled';
