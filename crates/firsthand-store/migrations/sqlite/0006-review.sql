-- The review log, the feed of changes, and when a report was recorded as a key.
-- The feed begins with what the ledger holds now: all readings are forgotten, and made again when the ledger is opened.
-- This file is never edited: a change is a new file with the next number.

create index report_recorded on report (recorded);

-- The review log: with the reports the truth. record: canonical JSON; hash: its SHA-256 in hex.
create table decision (
    number integer primary key,
    hash   text not null,
    record text not null
);

-- Who decided and why. A row can be deleted: the record keeps salted hashes of its texts.
create table decision_words (
    number integer primary key references decision (number),
    author text not null,
    reason text not null,
    salt   text not null
);

-- Of each entry its last change. print: a hash of all that a reader sees of it; none where it is gone.
create table change (
    seq   integer primary key autoincrement,
    entry blob not null unique,
    print blob
);

-- decisions: how many of the log are settled. feed_behind: what a rebuild did not bring back is not known yet.
insert into meta values ('decisions', 0), ('feed', random()), ('feed_behind', 1);

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
