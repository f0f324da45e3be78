//! The pages as a reader has them before the eyes: the built program serves a ledger, and a Chromium without a window, led
//! over WebDriver by `chromedriver`, opens it. Where there is no such browser these tests say so and pass, unless `CI` is set, as
//! `.ci/run` sets it. Not here: what an answer holds byte for byte, which the tests of the server ask without a browser.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so and stop")]

mod driver;
mod hostile;
mod judge;
mod ledger;
mod plain;
mod reports;
mod screens;
mod tasks;
mod tongues;
mod trial;
