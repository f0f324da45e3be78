//! Fuzz target: a table. Not here: what must hold (`doors`, shared with the tests).
#![no_main]

#[path = "../../crates/firsthand/tests/it/doors.rs"]
#[expect(dead_code, reason = "each target knocks at one door")]
mod doors;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    doors::table(bytes);
});
