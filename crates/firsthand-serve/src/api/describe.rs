//! What does the API look like to a program? Its description in OpenAPI 3.1, made from the table of access, words about each
//! route (`data/api.toml`) and the schemas of the formats. A route of the table without words fails a test.
//! Not here: what the routes do.

use crate::access::Access;
use crate::ask::{Answer, Ask};
use crate::desk::Desk;
use crate::problem::Problem;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Words about the routes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    parameter: BTreeMap<String, Parameter>,
    route: Vec<Told>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameter {
    about: String,
    /// A JSON Schema.
    schema: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    path: String,
    #[serde(default = "get")]
    method: String,
    about: String,
    #[serde(default)]
    parameters: Vec<String>,
    /// Those of them that must be given.
    #[serde(default)]
    needed: Vec<String>,
    /// The schema of the request's body.
    body: Option<String>,
    /// The schema of the answer; none where it has no body, or none of JSON.
    answer: Option<String>,
    /// The kind of the answer, where that is not JSON.
    kind: Option<String>,
    /// What it answers where all is well.
    #[serde(default = "ok")]
    status: Vec<u16>,
}

fn get() -> String {
    "GET".to_owned()
}

fn ok() -> Vec<u16> {
    vec![200]
}

/// The schemas of the formats that answers are made of, by name.
const FORMATS: &[(&str, &str)] = &[
    ("claim", include_str!("../../../../docs/formats/claim.schema.json")),
    ("entry", include_str!("../../../../docs/formats/entry.schema.json")),
    ("figure", include_str!("../../../../docs/formats/figure.schema.json")),
    ("hand", include_str!("../../../../docs/formats/hand.schema.json")),
    ("lineage", include_str!("../../../../docs/formats/lineage.schema.json")),
    ("change", include_str!("../../../../docs/formats/change.schema.json")),
    ("history", include_str!("../../../../docs/formats/history.schema.json")),
    ("decision", include_str!("../../../../docs/formats/decision.schema.json")),
    ("log", include_str!("../../../../docs/formats/log.schema.json")),
    ("doubt", include_str!("../../../../docs/formats/doubt.schema.json")),
];

pub(crate) fn show(_: &Desk, _: &Ask) -> Result<Answer, Problem> {
    static DOCUMENT: OnceLock<Result<Vec<u8>, String>> = OnceLock::new();
    let made = DOCUMENT.get_or_init(|| {
        let mut body = describe()?.to_string().into_bytes();
        body.push(b'\n');
        Ok(body)
    });
    made.clone().map(|body| Answer::of(crate::ask::JSON, body)).map_err(Problem::fault)
}

/// The description.
fn describe() -> Result<Value, String> {
    let words: Words = toml::from_str(include_str!("../../data/api.toml")).map_err(|error| error.to_string())?;
    let mut paths: Map<String, Value> = Map::new();
    let (mut described, mut doubled) = (BTreeSet::new(), Vec::new());
    for told in &words.route {
        if !described.insert((told.path.clone(), told.method.clone())) {
            doubled.push(format!("{} {}", told.method, told.path));
        }
    }
    let rows = Access::get().rows.iter().filter(|row| row.path.starts_with("/v1/"));
    let mut undescribed = Vec::new();
    for row in rows {
        let Some(told) = words.route.iter().find(|told| told.path == row.path && told.method == row.method) else {
            undescribed.push(format!("{} {}", row.method, row.path));
            continue;
        };
        described.remove(&(row.path.clone(), row.method.clone()));
        let operation = tell_route(&words, told, row.body)?;
        let path = paths.entry(row.path.clone()).or_insert_with(|| json!({}));
        path[row.method.to_lowercase()] = operation;
    }
    let unled: Vec<String> = described.into_iter().map(|(path, method)| format!("{method} {path}")).collect();
    if !(undescribed.is_empty() && unled.is_empty() && doubled.is_empty()) {
        return Err(format!("no words about {undescribed:?}, words about nothing {unled:?}, twice {doubled:?}"));
    }
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Firsthand",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "A ledger of what happened: where, when, how many, according to whom. Private persons are masked. Told with examples in docs/api.md.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"pass": []}],
        "paths": paths,
        "components": {
            "schemas": schemas()?,
            "responses": problems(),
            "securitySchemes": {"pass": {
                "type": "http", "scheme": "bearer",
                "description": "The words of a pass (firsthand token create), where the server runs with --access.",
            }},
        },
    }))
}

fn tell_route(words: &Words, told: &Told, most: usize) -> Result<Value, String> {
    let mut parameters = Vec::new();
    for part in told.path.split('/') {
        if let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            parameters.push(json!({
                "name": name, "in": "path", "required": true, "description": "Its id, or its first letters.",
                "schema": {"type": "string"},
            }));
        }
    }
    for name in &told.parameters {
        let known =
            words.parameter.get(name).ok_or_else(|| format!("{}: no words about parameter {name}", told.path))?;
        parameters.push(json!({
            "name": name, "in": "query", "required": told.needed.contains(name), "description": known.about,
            "schema": known.schema,
        }));
    }
    let mut responses = Map::new();
    for status in &told.status {
        let mut response = json!({"description": "As asked for."});
        if let Some(schema) = &told.answer {
            response["content"] = json!({"application/json": {"schema": schema_ref(schema)}});
        } else if let Some(kind) = &told.kind {
            response["content"] = json!({kind: {"schema": {"type": "string"}}});
        }
        if told.parameters.iter().any(|name| name == "cursor") && told.kind.is_none() {
            response["headers"] = json!({"Link": {
                "description": "Where the next portion is, with rel=\"next\".", "schema": {"type": "string"},
            }});
        }
        responses.insert(status.to_string(), response);
    }
    if told.method == "GET" && told.kind.is_none() {
        responses.insert("304".to_owned(), json!({"description": "What If-None-Match names is still so."}));
    }
    let mut wrong = vec!["400", "403", "404", "405", "413", "429", "503"];
    if told.body.is_some() {
        wrong.extend(["409", "415"]);
    }
    for status in wrong {
        responses.insert(status.to_owned(), json!({"$ref": format!("#/components/responses/{status}")}));
    }
    let name = format!("{}{}", told.method.to_lowercase(), told.path.replace("/v1", "").replace(['/', '-', '.'], "_"));
    let mut operation = json!({
        "operationId": name.replace(['{', '}'], ""), "summary": told.about, "parameters": parameters,
        "responses": responses,
    });
    if let Some(body) = &told.body {
        let mut content = json!({"application/json": {"schema": schema_ref(body)}});
        if body == "reports-posted" {
            let about = "One report a line, as in a list.";
            content["application/x-ndjson"] = json!({"schema": {"type": "string", "description": about}});
        }
        let about = format!("At most {most} bytes.");
        operation["requestBody"] = json!({"required": true, "description": about, "content": content});
    }
    Ok(operation)
}

fn schema_ref(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// What goes wrong, by HTTP's number.
fn problems() -> Value {
    let mut told = Map::new();
    for (status, about) in [
        ("400", "A parameter, a cursor or the body cannot be understood."),
        ("403", "A write that another site made, or a name that is not this machine's."),
        ("404", "Nothing here, or nothing for this caller: both look the same."),
        ("405", "The path is known, its method is another."),
        ("409", "Understood, and the ledger does not allow it: most often it is so already."),
        ("413", "The body is too large."),
        ("415", "The body is of a kind that is not taken here."),
        ("429", "The caller's allowance is used up; Retry-After says for how long."),
        ("503", "Busy, or it takes longer than a request may; Retry-After says when to ask again."),
    ] {
        let content = json!({"application/problem+json": {"schema": schema_ref("problem")}});
        told.insert(status.to_owned(), json!({"description": about, "content": content}));
    }
    Value::Object(told)
}

/// All schemas by name; what one says of another file it says of another schema here.
fn schemas() -> Result<Value, String> {
    let own = include_str!("../../data/api.schema.json");
    let own: Map<String, Value> = serde_json::from_str(own).map_err(|error| format!("api.schema.json: {error}"))?;
    let mut all = Map::new();
    for (name, text) in FORMATS {
        let mut schema: Value = serde_json::from_str(text).map_err(|error| format!("{name}: {error}"))?;
        if let Some(schema) = schema.as_object_mut() {
            schema.remove("$schema");
            schema.remove("$id");
        }
        turn_refs(&mut schema, name);
        all.insert((*name).to_owned(), schema);
    }
    for (name, mut schema) in own {
        turn_refs(&mut schema, &name);
        all.insert(name, schema);
    }
    Ok(Value::Object(all))
}

/// Lets references lead to where the schemas stand in the description.
fn turn_refs(schema: &mut Value, own: &str) {
    match schema {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                match value {
                    Value::String(to) if name == "$ref" => {
                        *to = match to.strip_suffix(".schema.json") {
                            Some(other) => format!("#/components/schemas/{other}"),
                            None => to.replacen("#/$defs", &format!("#/components/schemas/{own}/$defs"), 1),
                        };
                    }
                    value => turn_refs(value, own),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| turn_refs(value, own)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where references lead.
    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::String(to) if name == "$ref" => found.push(to.clone()),
                        value => references(value, found),
                    }
                }
            }
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_route_of_the_api_is_described_and_every_reference_leads_somewhere() {
        let document = describe().expect("described");
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(found.len() > 50, "{}", found.len());
        for to in found {
            assert!(document.pointer(&to[1..]).is_some(), "{to}");
        }
    }
}
