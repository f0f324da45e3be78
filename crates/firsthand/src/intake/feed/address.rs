//! Where does a relative address lead? RFC 3986, section 5.2, for the addresses in feeds. Not here: fetching, checking hosts.

/// The address that `given` means beside `base`. Stays as given where there is no base to go from.
pub(super) fn join_address(base: Option<&str>, given: &str) -> String {
    let given = given.trim();
    let Some((scheme, rest)) = base.and_then(split_scheme) else { return given.to_owned() };
    if split_scheme(given).is_some() || given.is_empty() {
        return if given.is_empty() { base.unwrap_or_default().to_owned() } else { given.to_owned() };
    }
    if given.starts_with("//") {
        return format!("{scheme}:{given}");
    }
    let Some(rest) = rest.strip_prefix("//") else { return given.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let path = path.split('#').next().unwrap_or_default();
    if given.starts_with('#') {
        return format!("{scheme}://{host}{path}{given}");
    }
    let path = path.split('?').next().unwrap_or_default();
    if given.starts_with('?') {
        return format!("{scheme}://{host}{path}{given}");
    }
    let cut = given.find(['?', '#']).unwrap_or(given.len());
    let (steps, tail) = given.split_at(cut);
    let whole = if steps.starts_with('/') {
        steps.to_owned()
    } else {
        format!("{}/{steps}", path.rsplit_once('/').map_or("", |(folder, _)| folder))
    };
    format!("{scheme}://{host}{}{tail}", walk_path(&whole))
}

/// A path without its steps back.
fn walk_path(path: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    let steps: Vec<&str> = path.split('/').skip(1).collect();
    for (at, step) in steps.iter().enumerate() {
        let last = at + 1 == steps.len();
        match *step {
            "." | ".." => {
                if *step == ".." {
                    out.pop();
                }
                if last {
                    out.push("");
                }
            }
            step => out.push(step),
        }
    }
    format!("/{}", out.join("/"))
}

/// `https` and the rest.
fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = address.trim().split_once(':')?;
    let whole = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    whole.then_some((scheme, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_join_as_the_standard_says() {
        // The examples of RFC 3986, section 5.4.
        for (given, wanted) in [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q#s"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../../../g", "http://a/g"),
            ("g:h", "g:h"),
        ] {
            assert_eq!(join_address(Some("http://a/b/c/d;p?q"), given), wanted, "{given}");
        }
        assert_eq!(join_address(None, "g"), "g");
    }
}
