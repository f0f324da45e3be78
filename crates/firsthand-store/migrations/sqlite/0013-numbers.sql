-- Edges, stories and who belongs to them by number instead of by id: ids are hashes, so that each row of a portion fell on
-- a page of its own, while numbers of one time lie beside each other. Readings and entries stay.
-- This file is never edited: a change is a new file with the next number.

-- later and earlier: the numbers of the two reports at the ends, the greater first.
create table edge (
    later   integer not null,
    earlier integer not null,
    body    text    not null,
    unique (later, earlier)
);
insert into edge
    select max(one.seq, other.seq), min(one.seq, other.seq), derivation.body
    from derivation join report as one on one.id = derivation.one join report as other on other.id = derivation.other
    order by 1, 2;
drop table derivation;
alter table edge rename to derivation;
create index derivation_earlier on derivation (earlier, later);

create table numbered_story (
    seq  integer primary key,
    id   blob    not null unique,
    body text    not null
);
insert into numbered_story (id, body)
    select story.id, story.body from story join membership on membership.story = story.id
    join report on report.id = membership.report group by story.id order by min(report.seq);

-- report and story: their numbers.
create table member (
    report integer primary key,
    story  integer not null,
    family blob    not null
);
insert into member
    select report.seq, numbered_story.seq, membership.family
    from membership join report on report.id = membership.report
    join numbered_story on numbered_story.id = membership.story order by 1;
drop table membership;
drop table story;
alter table numbered_story rename to story;
alter table member rename to membership;
create index membership_story on membership (story);
