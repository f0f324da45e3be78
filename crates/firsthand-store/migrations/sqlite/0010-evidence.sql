-- Bytes as they were received, each once, and which report was read from which.
-- This file is never edited: a change is a new file with the next number.

-- sha256: of the bytes, in hex. packed: the bytes as a zlib stream.
create table original (
    sha256 text primary key,
    packed blob not null
) without rowid;

-- report: its id. url, captured, media: as an archive says, or null. head: of an HTTP answer, as received; empty for others.
create table evidence (
    report   blob not null,
    sha256   text not null references original (sha256),
    url      text,
    captured text not null,
    media    text,
    head     blob not null,
    primary key (report, sha256)
) without rowid;
