//! The routes, each once: what it does, takes and answers, and the function behind it.

mod accounts;
mod applications;
mod commands;
mod documents;
mod jobs;
mod journal;
mod ledger;
mod letters;
mod merges;
mod money;
mod oidc;
mod operation;
mod people;
mod public;
mod rules;

use axum::handler::Handler;
use axum::http::StatusCode;
use axum::routing::{MethodRouter, delete, get, post};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use units::Text;

use crate::Shared;
use crate::problem::Problem;

/// One route.
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// Under which heading it stands.
    pub(crate) tag: &'static str,
    /// What it does.
    pub(crate) says: Text,
    /// Whether somebody has to be logged in.
    pub(crate) session: bool,
    /// Parts of the path by name, with their schema.
    pub(crate) at: Vec<(&'static str, SchemaOf)>,
    /// What may stand behind the question mark.
    pub(crate) query: Option<SchemaOf>,
    /// Headers: name, meaning, whether needed, schema.
    pub(crate) headers: Vec<(&'static str, Text, bool, SchemaOf)>,
    /// The body: media type and, of JSON, its schema.
    pub(crate) takes: Option<(&'static str, Option<SchemaOf>)>,
    /// The answer: status, media type and, of JSON, its schema.
    pub(crate) answers: (StatusCode, &'static str, Option<SchemaOf>),
    pub(crate) handler: MethodRouter<Shared>,
}

/// Makes the schema of a type.
pub(crate) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

const JSON: &str = "application/json";

fn schema_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

impl Route {
    fn new(
        method: &'static str,
        path: &'static str,
        handler: MethodRouter<Shared>,
        says: (&str, &str),
    ) -> Self {
        Self {
            method,
            path,
            tag: "",
            says: Text::new(says.0, says.1),
            session: true,
            at: Vec::new(),
            query: None,
            headers: Vec::new(),
            takes: None,
            answers: (StatusCode::NO_CONTENT, JSON, None),
            handler,
        }
    }

    fn get<T: 'static>(
        path: &'static str,
        run: impl Handler<T, Shared>,
        says: (&str, &str),
    ) -> Self {
        Self::new("get", path, get(run), says)
    }

    fn post<T: 'static>(
        path: &'static str,
        run: impl Handler<T, Shared>,
        says: (&str, &str),
    ) -> Self {
        Self::new("post", path, post(run), says)
    }

    fn delete<T: 'static>(
        path: &'static str,
        run: impl Handler<T, Shared>,
        says: (&str, &str),
    ) -> Self {
        Self::new("delete", path, delete(run), says)
    }

    /// Open to everyone.
    fn open(mut self) -> Self {
        self.session = false;
        self
    }

    fn at<T: JsonSchema>(mut self, name: &'static str) -> Self {
        self.at.push((name, schema_of::<T>));
        self
    }

    fn query<T: JsonSchema>(mut self) -> Self {
        self.query = Some(schema_of::<T>);
        self
    }

    fn header<T: JsonSchema>(
        mut self,
        name: &'static str,
        says: (&str, &str),
        needed: bool,
    ) -> Self {
        self.headers.push((name, Text::new(says.0, says.1), needed, schema_of::<T>));
        self
    }

    fn takes<T: JsonSchema>(mut self) -> Self {
        self.takes = Some((JSON, Some(schema_of::<T>)));
        self
    }

    fn takes_bytes(mut self, media_type: &'static str) -> Self {
        self.takes = Some((media_type, None));
        self
    }

    fn answers<T: JsonSchema>(mut self, status: StatusCode) -> Self {
        self.answers = (status, JSON, Some(schema_of::<T>));
        self
    }

    /// Sends the browser elsewhere.
    fn redirects(mut self) -> Self {
        self.answers = (StatusCode::SEE_OTHER, JSON, None);
        self
    }

    fn answers_bytes(mut self, media_type: &'static str) -> Self {
        self.answers = (StatusCode::OK, media_type, None);
        self
    }
}

/// Every route, under its heading.
pub(crate) fn all() -> Vec<Route> {
    let headings: Vec<(&'static str, Vec<Route>)> = vec![
        ("accounts", accounts::routes()),
        ("login", oidc::routes()),
        ("people", people::routes()),
        ("rules", rules::routes()),
        ("commands", commands::routes()),
        ("applications", applications::routes()),
        ("money", money::routes()),
        ("ledger", ledger::routes()),
        ("jobs", jobs::routes()),
        ("merges", merges::routes()),
        ("letters", letters::routes()),
        ("documents", documents::routes()),
        ("journal", journal::routes()),
        ("public", public::routes()),
        ("operation", operation::routes()),
    ];
    let of = |(tag, routes): (&'static str, Vec<Route>)| {
        routes.into_iter().map(move |route| Route { tag, ..route })
    };
    headings.into_iter().flat_map(of).collect()
}

/// A route that has no such method.
pub(crate) async fn no_such_method() -> Problem {
    let text = Text::new("此地址不支持这一方法", "this address has no such method");
    let remedy = Text::new("见接口说明", "see the interface's page");
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "no_such_method", text, remedy)
}
