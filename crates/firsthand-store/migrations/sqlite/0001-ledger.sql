-- Reports and claims from outside are the truth. Every other table is derived and can be filled again from them.
-- This file is never edited: a change is a new file with the next number.

create table meta (
    key   text primary key,
    value integer not null
) without rowid;

insert into meta values ('generation', 0), ('outside_unsettled', 0);

-- state: 0 unread, 1 read, 2 settled. body: the report as canonical JSON; sha256: of the body, from before it was kept.
create table report (
    seq       integer primary key,
    id        blob    not null unique,
    sha256    text    not null,
    recorded  integer not null,
    published integer not null,
    state     integer not null,
    body      text    not null
);
create index report_state on report (state) where state < 2;

create table reading (
    seq       integer primary key references report (seq),
    kin       blob not null,
    story     blob not null,
    signature text not null
);

-- kind: 0 kin, 1 story.
create table holder (
    kind integer not null,
    key  integer not null,
    seq  integer not null,
    primary key (kind, key, seq)
) without rowid;

create table claim (
    seq   integer not null,
    place integer not null,
    id    blob    not null,
    body  text    not null,
    primary key (seq, place)
) without rowid;
create index claim_id on claim (id);

create table outside_claim (
    id       blob primary key,
    recorded integer not null,
    body     text    not null
) without rowid;

-- one and other: the two ends, the lesser id first.
create table derivation (
    one   blob not null,
    other blob not null,
    body  text not null,
    primary key (one, other)
) without rowid;
create index derivation_other on derivation (other);

create table story (
    id   blob primary key,
    body text not null
) without rowid;

create table membership (
    report blob primary key,
    story  blob not null,
    family blob not null
) without rowid;
create index membership_story on membership (story);
create index membership_family on membership (family);

create table entry (
    id     blob primary key,
    story  blob,
    series text not null,
    body   text not null
) without rowid;
create index entry_story on entry (story, series, id);
