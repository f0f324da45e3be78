-- Feeds that are polled. body: the subscription as JSON, with how it is and when it is asked next.
-- This file is never edited: a change is a new file with the next number.

create table subscription (
    address text primary key,
    body    text not null
) without rowid;
