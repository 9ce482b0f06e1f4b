//! The OpenAPI 3.1 document, from the routes and the types that they take and answer.

use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::problem;
use crate::routes::{Route, all};

/// This interface as OpenAPI 3.1.
pub fn document() -> Value {
    let settings = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut generator = settings.into_generator();
    let problem = generator.subschema_for::<problem::Body>();
    let mut paths: Map<String, Value> = Map::new();
    for route in all() {
        let operation = operation(&route, &mut generator, &problem);
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(route.method.to_owned(), operation);
        }
    }
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Reweave 织补",
            "version": app::VERSION,
            "description": "The desk of a programme for renovating vacated buildings. Money is in \
                            fen, moments in milliseconds since 1970-01-01T00:00:00Z.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" }
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer" },
                "cookie": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": crate::caller::COOKIE_NAME
                }
            }
        }
    })
}

fn operation(route: &Route, generator: &mut SchemaGenerator, problem: &Schema) -> Value {
    let mut parameters: Vec<Value> = Vec::new();
    for (name, schema) in &route.at {
        let schema = schema(generator);
        parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": schema }));
    }
    if let Some(query) = route.query {
        parameters.extend(query_parameters(query(generator), generator));
    }
    for (name, says, required, schema) in &route.headers {
        parameters.push(json!({
            "name": name,
            "in": "header",
            "required": required,
            "description": says.en,
            "schema": schema(generator)
        }));
    }
    let (status, media_type, schema) = &route.answers;
    let content = match schema {
        Some(schema) => json!({ *media_type: { "schema": schema(generator) } }),
        None if *media_type == "application/json" => Value::Null,
        None => json!({ *media_type: {} }),
    };
    let mut answer = json!({ "description": "As asked." });
    if !content.is_null() {
        answer["content"] = content;
    }
    let failed = json!({
        "description": "Not answered as asked; the code says why.",
        "content": { "application/problem+json": { "schema": problem } }
    });
    let mut operation = json!({
        "tags": [route.tag],
        "operationId": id(route),
        "summary": route.says.en,
        "description": route.says.zh,
        "parameters": parameters,
        "responses": { status.as_str(): answer, "default": failed }
    });
    if let Some((media_type, schema)) = &route.takes {
        let schema = schema.map_or_else(
            || json!({ "type": "string", "contentMediaType": "application/octet-stream" }),
            |schema| schema(generator).to_value(),
        );
        operation["requestBody"] =
            json!({ "required": true, "content": { *media_type: { "schema": schema } } });
    }
    if route.session {
        operation["security"] = json!([{ "token": [] }, { "cookie": [] }]);
    }
    operation
}

/// One parameter for each property of the query's type.
fn query_parameters(schema: Schema, generator: &mut SchemaGenerator) -> Vec<Value> {
    let mut schema = schema.to_value();
    let name = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next().map(str::to_owned));
    if let Some(name) = name {
        // It is spelt out, and no part of the document by itself.
        schema = generator.definitions_mut().remove(&name).unwrap_or_default();
    }
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let properties = schema["properties"].as_object().cloned().unwrap_or_default();
    let parameter = |(name, mut schema): (String, Value)| {
        let says = schema["description"].take();
        without_null(&mut schema);
        json!({
            "name": name,
            "in": "query",
            "required": required.contains(&Value::from(name.as_str())),
            "description": says,
            "schema": schema
        })
    };
    properties.into_iter().map(parameter).collect()
}

/// A parameter is left out, never null.
fn without_null(schema: &mut Value) {
    let Some(fields) = schema.as_object_mut() else { return };
    fields.remove("description");
    if let Some(Value::Array(types)) = fields.get_mut("type") {
        types.retain(|one| one != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            fields.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(any)) = fields.get("anyOf") {
        let kept: Vec<Value> = any.iter().filter(|one| one["type"] != "null").cloned().collect();
        if let [one] = kept.as_slice() {
            *schema = one.clone();
        }
    }
}

/// `get_applications_application_events` and the like.
fn id(route: &Route) -> String {
    let path = route.path.trim_start_matches("/api/v1");
    let words = path.split(['/', '{', '}', '.']).filter(|word| !word.is_empty());
    std::iter::once(route.method).chain(words).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_reference_leads_somewhere_and_every_id_is_its_own() {
        let document = document();
        let mut references = BTreeSet::new();
        let mut queue = vec![&document];
        while let Some(value) = queue.pop() {
            match value {
                Value::Object(fields) => {
                    if let Some(Value::String(path)) = fields.get("$ref") {
                        references.insert(path.trim_start_matches('#').to_owned());
                    }
                    queue.extend(fields.values());
                }
                Value::Array(items) => queue.extend(items),
                _ => {}
            }
        }
        assert!(references.len() > 20);
        for reference in &references {
            assert!(document.pointer(reference).is_some(), "{reference}");
        }
        let ids: Vec<String> = all().iter().map(id).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    }
}
