//! What names, digests and texts look like in JSON: as strictly as they are read.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::guard::Prose;
use crate::ids::Digest;
use crate::people::OrgCode;

/// The schema of an identifier.
pub(crate) fn identifier() -> Schema {
    json_schema!({
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[A-Za-z0-9_.:/-]+$"
    })
}

impl JsonSchema for Digest {
    fn schema_name() -> Cow<'static, str> {
        "Digest".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "SHA-256, hexadecimal."
        })
    }
}

impl JsonSchema for OrgCode {
    fn schema_name() -> Cow<'static, str> {
        "OrgCode".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$",
            "description": "Unified social credit code (GB 32100-2015) with its check character."
        })
    }
}

impl JsonSchema for Prose {
    fn schema_name() -> Cow<'static, str> {
        "Prose".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "minLength": 1,
            "maxLength": crate::guard::TEXT_MAX,
            "description": "A text that is not blank, without control characters and marks of \
                            direction."
        })
    }
}
