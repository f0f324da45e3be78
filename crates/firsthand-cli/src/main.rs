//! The command `firsthand`.
fn main() {}
