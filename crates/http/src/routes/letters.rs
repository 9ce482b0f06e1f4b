//! Letters and notices as PDF: made from the state, kept as documents, named in events.

use app::{LetterKind, LetterRequest, Letterhead};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use programme::Prose;
use programme::ids::{ApplicationId, StepId};
use programme::people::rights::Right;
use schemars::JsonSchema;
use serde::Deserialize;
use units::{Date, Day, Lang, Text};

use super::Route;
use crate::Shared;
use crate::caller::{Caller, Given, Named};
use crate::problem::Problem;
use crate::read::Reader;
use crate::wire::{Kept, LetterMade};

/// Which letter is to be written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LetterBody {
    /// Its matter.
    matter: Matter,
    /// 发文字号, as the registry gives it.
    #[serde(default)]
    number: Option<Prose>,
    /// The law that it names, such as the plan with its number.
    law: Prose,
    /// Whom to ask.
    contact: Prose,
    /// Where money is paid back.
    #[serde(default)]
    pay_to: Option<Prose>,
}

/// What a letter tells.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Matter {
    /// 批复, on the recorded decision.
    Award,
    /// 不予支持决定.
    Refusal {
        /// On which grounds.
        grounds: Prose,
    },
    /// 补正通知.
    Correction {
        /// On which grounds.
        grounds: Prose,
    },
    /// 公示 of the present stage.
    Notice,
    /// 拨付通知 of a payment that the bank has made.
    Payment {
        /// The money step.
        step: StepId,
    },
    /// 核减通知.
    Reduction {
        /// The money step.
        step: StepId,
    },
    /// 追缴通知.
    Demand {
        /// The money step.
        step: StepId,
        /// The last day to pay.
        #[serde(default)]
        #[schemars(with = "Option<Day>")]
        until: Option<Date>,
    },
    /// 绩效评价结果.
    Evaluation {
        /// Its conclusion.
        conclusion: Prose,
    },
}

impl Matter {
    fn kind(&self) -> LetterKind<'_> {
        match self {
            Self::Award => LetterKind::Award,
            Self::Refusal { grounds } => LetterKind::Refusal(grounds),
            Self::Correction { grounds } => LetterKind::Correction(grounds),
            Self::Notice => LetterKind::Notice,
            Self::Payment { step } => LetterKind::Payment(step),
            Self::Reduction { step } => LetterKind::Reduction(step),
            Self::Demand { step, until } => LetterKind::Demand(step, *until),
            Self::Evaluation { conclusion } => LetterKind::Evaluation(conclusion),
        }
    }
}

pub(super) fn routes() -> Vec<Route> {
    let says = (
        "生成公文 PDF（中文正本与英文参考本），存为文件",
        "Write a letter as PDF, Chinese with an English reading copy, and keep both as documents",
    );
    vec![
        Route::post("/api/v1/applications/{application}/letters", write, says)
            .at::<ApplicationId>("application")
            .takes::<LetterBody>()
            .answers::<LetterMade>(StatusCode::OK),
    ]
}

async fn write(
    State(server): State<Shared>,
    caller: Caller,
    Named(application): Named<ApplicationId>,
    Given(body): Given<LetterBody>,
) -> Result<Json<LetterMade>, Problem> {
    let may = server.desk.read(|state| {
        let reader = Reader::of(state, &caller.user, server.desk.today(state));
        let one = state.applications().get(&application)?;
        reader.sees(state, one).then(|| reader.may(state, Right::IssueLetter, one))
    });
    match may {
        None => return Err(Problem::not_found()),
        Some(false) => return Err(Problem::forbidden()),
        Some(true) => {}
    }
    // Setting type takes a second of a core: not on the threads that answer others.
    let made = tokio::task::spawn_blocking(move || set(&server, &caller, &application, &body));
    made.await.map_err(|_| Problem::not_found())?.map(Json)
}

fn set(
    server: &Shared,
    caller: &Caller,
    application: &ApplicationId,
    body: &LetterBody,
) -> Result<LetterMade, Problem> {
    let same = |text: &Prose| Text::same(text.as_str());
    let office = server.desk.read(|state| {
        let people = state.people();
        let of = people.user(&caller.user).and_then(|user| people.organisation(&user.organisation));
        of.map(|office| office.name.as_str().to_owned()).unwrap_or_default()
    });
    let head = Letterhead {
        office: Text::same(office.as_str()),
        number: body.number.as_ref().map(|number| number.as_str().to_owned()),
        law: same(&body.law),
        contact: same(&body.contact),
        pay_to: body.pay_to.as_ref().map(same),
        copies: Vec::new(),
        printed_by: Some(Text::same(office.as_str())),
    };
    let fonts = server.fonts()?;
    // A copy, so that the writer need not wait while type is set.
    let state = server.desk.read(Clone::clone);
    let date = server.desk.today(&state);
    let kind = body.matter.kind();
    let request = LetterRequest { application, kind, date, head: &head, decision: None };
    let preview = !app::letter(&state, &request)?.preview_reasons().is_empty();
    let keep = |lang| -> Result<Kept, Problem> {
        let bytes = app::letter_pdf(&state, &request, lang, fonts)?;
        let kept = server.desk.documents().put(&bytes, Some("application/pdf"))?;
        Ok(Kept {
            sha256: kept.sha256,
            bytes: kept.bytes,
            media_type: kept.kind.media_type().to_owned(),
        })
    };
    Ok(LetterMade { letter: keep(Lang::Zh)?, reading_copy: keep(Lang::En)?, preview })
}
