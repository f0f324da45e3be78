-- Which claims name a private person: few, so that whoever shows entries need not read all their claims to hide names.
-- The condition is the text that the role of such a source or hop is written as. Readings and entries stay.
-- This file is never edited: a change is a new file with the next number.

create index claim_private on claim (id) where instr(body, '"role":"private"') > 0;
