//! What is asked of every page, whatever it shows: that people with a screen reader, a keyboard or a narrow screen can use it, that
//! nothing of it sticks out, that it asks nobody else for anything, and how much comes over the line.
//! Not here: what a page should say.

use crate::driver::Session;
use serde_json::Value;

/// The checks of accessibility: axe-core 4.14.1, as Deque Systems publish it (MPL-2.0, see `NOTICE`). Kept here rather than fetched:
/// the tests run without a network, and what judges a page is the same everywhere.
const AXE: &str = include_str!("axe.min.js");

/// What axe-core finds grave in the page, a line each: the rule, how grave, and the elements.
#[track_caller]
pub(crate) fn find_barriers(session: &Session) -> Vec<String> {
    session.eval(&format!("{AXE};0"));
    let found = session.eval(
        "axe.run(document, {preload: false, resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}).then(found =>
            found.violations.filter(one => ['serious', 'critical'].includes(one.impact)).map(one =>
                `${one.id} (${one.impact}): ` + one.nodes.slice(0, 4).map(node =>
                    node.target.join(' ') + ' ' + node.any.concat(node.all, node.none).map(why => why.message).join('; ')
                ).join(' | ')))",
    );
    list(&found)
}

/// The elements that stick out of the window to the right or to the left, unless something that scrolls holds them, and the width
/// of the page if it is wider than the window.
#[track_caller]
pub(crate) fn find_overflow(session: &Session) -> Vec<String> {
    let found = session.eval(
        "(() => {
            const root = document.documentElement, width = root.clientWidth, found = [];
            const kept = node => {
                for (let at = node.parentElement; at && at !== document.body && at !== root; at = at.parentElement) {
                    const box = at.getBoundingClientRect();
                    if (getComputedStyle(at).overflowX !== 'visible' && box.right <= width + 1 && box.left >= -1) return true;
                }
                return false;
            };
            if (Math.max(root.scrollWidth, document.body.scrollWidth) <= width + 1) return found;
            found.push(`the page is ${root.scrollWidth} wide, the window ${width}`);
            for (const node of document.body.querySelectorAll('*')) {
                const box = node.getBoundingClientRect();
                if (box.width && (box.right > width + 1 || box.left < -1) && !kept(node) && found.length < 9)
                    found.push(`${node.tagName.toLowerCase()}.${node.getAttribute('class')} ${Math.round(box.left)}..${Math.round(box.right)} ${node.textContent.trim().slice(0, 60)}`);
            }
            return found;
        })()",
    );
    list(&found)
}

/// How many bytes came over the line for the page that is shown, its head counted, and how many of them were map data.
#[track_caller]
pub(crate) fn weigh_page(session: &Session) -> (u64, u64) {
    let found = session.eval(
        "performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
            .map(one => [one.name, one.transferSize || one.encodedBodySize])",
    );
    let parts = found.as_array().unwrap().iter().map(|one| (one[0].as_str().unwrap(), one[1].as_u64().unwrap()));
    let is_map = |address: &str| ["outlines", "divisions"].iter().any(|name| address.contains(name));
    parts.fold((0, 0), |(page, map), (address, bytes)| match is_map(address) {
        true => (page, map + bytes),
        false => (page + bytes, map),
    })
}

/// What the pages asked of anybody but the server at this address.
pub(crate) fn find_strangers(session: &Session, own: &str) -> Vec<String> {
    let asked = session.requests().into_iter();
    let strange = asked.filter(|one| {
        !one.address.starts_with(own)
            && !["data:", "blob:", "about:", "chrome:"].iter().any(|start| one.address.starts_with(start))
    });
    strange.map(|one| format!("{} {}", one.kind, one.address)).collect()
}

/// Whether the element that has the focus shows it: by an outline, a shadow or a border of its own.
#[track_caller]
pub(crate) fn shows_focus(session: &Session) -> bool {
    session.eval(
        "(() => {
            const node = document.activeElement, style = getComputedStyle(node);
            return node.matches(':focus-visible')
                && (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 || style.boxShadow !== 'none');
        })()",
    ) == true
}

fn list(found: &Value) -> Vec<String> {
    found.as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
}
