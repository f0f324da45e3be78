-- Who may ask a served ledger, what was read unmasked, and who is told of changes. No part of what is known: no hash and no
-- reading depends on it. A pass is kept as the hash of its words; whose it is stands as a label that its maker gave.
-- This file is never edited: a change is a new file with the next number.

create table pass (
    id      text primary key,
    hash    blob not null unique,
    body    text not null
) without rowid;

create table disclosure (
    seq     integer primary key,
    at      integer not null,
    pass    text not null,
    what    text not null
);

create table hook (
    id      text primary key,
    body    text not null
) without rowid;
