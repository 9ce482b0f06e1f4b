//! Schemes as pages for people: from what `policy` holds to what `report` draws.

use std::collections::BTreeMap;
use std::path::Path;

use policy::{
    ClauseKind, ClauseView, DefinitionView, Entry, FormulaView, Ground, Level, NOT_SEEN, Others,
    Parameter, Piece, RuleSet, Schedule, Scheme, Type, Words,
};
use report::scheme::{
    ClausePart, DefinitionPart, ExceptionPart, FactPart, GroundPart, ModePart, OpenPart,
    OthersPart, ParameterPart, RulePart, SchemePage, Sentence, SourcePart, Span, TranchePart,
    UsePart, ValuePart, VersionPart, fact_anchor, parameter_anchor, rule_anchor, version_anchor,
};
use serde::Serialize;
use units::{Mark, Text};

use crate::embedded;
use crate::failure::Failure;
use crate::files::OutDir;
use crate::outcome::{Line, Outcome, Told};
use crate::scheme_tools::{SchemesRequest, within};

/// The file that lists all pages.
const INDEX: &str = "index.html";

/// Which schemes become pages, and where.
#[derive(Clone, Copy, Debug)]
pub struct PagesRequest<'a> {
    /// Which schemes.
    pub schemes: SchemesRequest<'a>,
    /// The folder for the pages.
    pub out: &'a Path,
}

/// A page that was written.
#[derive(Debug, Serialize)]
struct Written {
    scheme: String,
    page: String,
    /// How many things of the scheme are not known.
    open: usize,
}

/// Writes one page for each scheme, and one that lists them where there are several.
///
/// # Errors
/// [`Failure::Rules`] for a scheme that is not there, [`Failure::Input`] with every remark about
/// schemes that do not load, [`Failure::Unwritable`].
pub fn scheme_pages(request: &PagesRequest<'_>) -> Result<Box<dyn Outcome>, Failure> {
    let ids = request.schemes.ids()?;
    let (mut pages, mut problems) = (Vec::new(), Vec::new());
    for id in &ids {
        let files = embedded::scheme(id, request.schemes.policy)?;
        let sha256 = embedded::scheme_input(id, &files).sha256;
        match Scheme::load(&files) {
            Ok(scheme) => {
                let index = (ids.len() > 1).then(|| INDEX.to_owned());
                pages
                    .push((format!("{}.html", id.replace('/', "-")), page(&scheme, sha256, index)));
            }
            Err(all) => problems.extend(all.into_iter().map(|one| within(id, one))),
        }
    }
    if !problems.is_empty() {
        return Err(Failure::Input(problems));
    }
    let out = OutDir::open(request.out)?;
    let (mut written, mut gist) = (Vec::new(), Vec::new());
    for (file, page) in &pages {
        out.write(file, report::scheme_page(page).as_bytes())?;
        gist.push(Line::plain(&page.name.zh, &page.id, out.path(file).display().to_string()));
        let (scheme, open) = (page.id.clone(), page.open.len());
        written.push(Written { scheme, page: file.clone(), open });
    }
    if pages.len() > 1 {
        out.write(INDEX, report::scheme_index(&pages).as_bytes())?;
        gist.push(Line::plain("目录", "index", out.path(INDEX).display().to_string()));
    }
    Ok(Box::new(Told { result: written, gist }))
}

fn page(scheme: &Scheme, sha256: String, index: Option<String>) -> SchemePage {
    let uses = uses(scheme);
    let used_by = |name: &str| uses.get(name).cloned().unwrap_or_default();
    let mut page = SchemePage {
        id: scheme.id().to_owned(),
        name: scheme.name().clone(),
        level: scheme.level().map(level),
        currency: scheme.currency().label(),
        versions: scheme.versions().iter().map(version).collect(),
        parameters: scheme.parameters().values().map(|p| parameter(p, scheme, &used_by)).collect(),
        facts: scheme.facts().iter().map(|(id, fact)| fact_part(id, fact, &used_by)).collect(),
        sources: Vec::new(),
        open: Vec::new(),
        software: format!("reweave {}", crate::VERSION),
        sha256,
        index,
    };
    page.open = open(&page);
    page.sources = sources(scheme, &page);
    page
}

fn sources(scheme: &Scheme, page: &SchemePage) -> Vec<SourcePart> {
    let grounds = page.grounds();
    let part = |(key, address): (&String, &String)| SourcePart {
        key: key.clone(),
        address: address.clone(),
        uses: grounds.iter().filter(|ground| ground.sources.contains(address)).count(),
    };
    scheme.sources().iter().map(part).collect()
}

fn level(level: Level) -> Text {
    match level {
        Level::National => Text::new("国家级", "national"),
        Level::Municipal => Text::new("市级", "municipal"),
        Level::District => Text::new("区级", "district"),
    }
}

fn ground(ground: &Ground) -> GroundPart {
    let confirmed = ground.confirmed.as_ref().map(|one| {
        Text::new(
            format!("{} 于 {} 对照《{}》核对", one.by, one.on, one.against),
            format!("confirmed by {} on {} against {}", one.by, one.on, one.against),
        )
    });
    GroundPart {
        mark: ground.effective_mark(),
        sources: ground.sources.to_vec(),
        article: (*ground.article != *NOT_SEEN).then(|| ground.article.to_string()),
        checked_on: ground.checked_on,
        confirmed,
    }
}

/// The words of a rule with the anchors of what they speak of.
struct Anchors<'a> {
    rules: &'a RuleSet,
}

impl Anchors<'_> {
    fn anchor(&self, name: &str) -> String {
        if self.rules.parameters().contains_key(name) {
            parameter_anchor(name)
        } else if self.rules.facts().contains_key(name) {
            fact_anchor(name)
        } else {
            rule_anchor(&self.rules.version().id, name)
        }
    }

    fn sentence(&self, words: &Words) -> Sentence {
        let span = |piece: &Piece| Span {
            text: piece.text.clone(),
            to: piece.name.as_deref().map(|name| self.anchor(name)),
        };
        Sentence {
            zh: words.zh.iter().map(span).collect(),
            en: words.en.iter().map(span).collect(),
            parts: words.parts.iter().map(|part| self.sentence(part)).collect(),
        }
    }

    fn rule(&self, formula: &FormulaView) -> RulePart {
        RulePart {
            words: self.sentence(&formula.words),
            expression: formula.layout.clone().unwrap_or_else(|| formula.expression.clone()),
        }
    }

    /// Label and anchor of a fact.
    fn fact(&self, name: &str) -> (Text, String) {
        let fact = self.rules.facts().get(name);
        (fact.map_or_else(|| Text::same(name), |fact| fact.label.clone()), fact_anchor(name))
    }

    fn definition(&self, view: &DefinitionView) -> DefinitionPart {
        let exception = |one: &policy::ExceptionView| ExceptionPart {
            id: one.id.clone(),
            when: self.rule(&one.when),
            then: self.rule(&one.formula),
            ground: ground(&one.ground),
        };
        DefinitionPart {
            id: view.id.clone(),
            label: view.label.clone(),
            base: self.rule(&view.base),
            ground: ground(&view.ground),
            exceptions: view.exceptions.iter().map(exception).collect(),
        }
    }

    fn clause(&self, view: &ClauseView) -> ClausePart {
        let (kind, kind_note) = kind(view.kind);
        ClausePart {
            id: view.id.clone(),
            kind,
            kind_note,
            text: view.text.clone(),
            condition: self.rule(&view.condition),
            applies_when: view.applies_when.as_ref().map(|formula| self.rule(formula)),
            reason: view.reason.as_deref().map(|name| self.fact(name)),
            ground: ground(&view.ground),
        }
    }

    fn mode(&self, view: &policy::ModeView) -> ModePart {
        ModePart {
            id: view.id.clone(),
            name: view.name.clone(),
            amount: self.rule(&view.amount),
            round: view.round_words.clone(),
            ground: ground(&view.ground),
        }
    }

    fn tranche(&self, view: &policy::TrancheView) -> TranchePart {
        TranchePart {
            id: view.id.clone(),
            name: view.name.clone(),
            share: view.share.as_ref().map(|formula| self.rule(formula)),
            paid: view.paid.as_ref().map(|formula| self.rule(formula)),
            condition: view.condition.as_ref().map(|formula| self.rule(formula)),
            ground: ground(&view.ground),
        }
    }
}

fn kind(kind: ClauseKind) -> (Text, Text) {
    match kind {
        ClauseKind::Gate => (
            Text::new("门槛", "gate"),
            Text::new("条件不成立则不予支持", "refused where the condition does not hold"),
        ),
        ClauseKind::Requirement => (
            Text::new("要求", "requirement"),
            Text::new(
                "适用而条件不成立则不予支持；不适用时须记录理由",
                "refused where it applies and does not hold; where not, the reason is on record",
            ),
        ),
        ClauseKind::Judgement => (
            Text::new("评估", "judgement"),
            Text::new(
                "由官员评估并记录，模型结果不算",
                "an official's recorded assessment; a model's result never counts",
            ),
        ),
        ClauseKind::Permissive => (
            Text::new("可选", "permissive"),
            Text::new("只作提示，不影响认定", "reported only, never in the way"),
        ),
    }
}

fn others(others: &Others) -> Text {
    match others {
        Others::Level(one) => {
            let level = level(*one);
            Text::new(format!("所有{}支持", level.zh), format!("all {} awards", level.en))
        }
        Others::Scheme(id) => Text::new(format!("方案 {id} 的支持"), format!("awards of {id}")),
    }
}

fn version(rules: &RuleSet) -> VersionPart {
    let anchors = Anchors { rules };
    let version = rules.version();
    let exclusion = |one: &policy::Exclusion| OthersPart {
        text: one.text.clone(),
        id: one.id.clone(),
        others: others(&one.others),
        ground: ground(&one.ground),
    };
    let filled = |one: &policy::Match| {
        let (text, id) = anchors.fact(&one.fact);
        OthersPart { text, id, others: others(&one.others), ground: ground(&one.ground) }
    };
    VersionPart {
        id: version.id.clone(),
        name: version.name.clone(),
        document: (version.document != NOT_SEEN).then(|| version.document.clone()),
        from: version.from,
        to: version.to,
        draft: version.draft,
        ground: ground(&version.ground),
        definitions: rules.definitions().iter().map(|one| anchors.definition(one)).collect(),
        clauses: rules.clauses().iter().map(|one| anchors.clause(one)).collect(),
        mode_fact: rules.mode_fact().map(|name| anchors.fact(name)),
        modes: rules.modes().iter().map(|one| anchors.mode(one)).collect(),
        tranches: rules.tranches().iter().map(|one| anchors.tranche(one)).collect(),
        excludes: rules.excludes().iter().map(exclusion).collect(),
        matches: rules.matches().iter().map(filled).collect(),
    }
}

/// What reads each name: of equal ids in several versions the last version's.
fn uses(scheme: &Scheme) -> BTreeMap<String, Vec<UsePart>> {
    let mut by_name: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for rules in scheme.versions() {
        let mut note = |id: &str, formula: &FormulaView| {
            let anchor = rule_anchor(&rules.version().id, id);
            for name in &formula.reads {
                by_name.entry(name.clone()).or_default().insert(id.to_owned(), anchor.clone());
            }
        };
        for one in rules.definitions() {
            note(&one.id, &one.base);
            for exception in &one.exceptions {
                note(&one.id, &exception.when);
                note(&one.id, &exception.formula);
            }
        }
        for one in rules.clauses() {
            note(&one.id, &one.condition);
            one.applies_when.iter().for_each(|formula| note(&one.id, formula));
        }
        rules.modes().iter().for_each(|one| note(&one.id, &one.amount));
        for one in rules.tranches() {
            let formulas = one.share.iter().chain(&one.paid).chain(&one.condition);
            formulas.for_each(|formula| note(&one.id, formula));
        }
    }
    for parameter in scheme.parameters().values() {
        if let Schedule::Delegated { to, .. } = &parameter.schedule {
            let (id, anchor) = (parameter.id.clone(), parameter_anchor(&parameter.id));
            by_name.entry(to.clone()).or_default().insert(id, anchor);
        }
    }
    let parts = |ids: BTreeMap<String, String>| {
        ids.into_iter().map(|(id, to)| UsePart { id, to }).collect()
    };
    by_name.into_iter().map(|(name, ids)| (name, parts(ids))).collect()
}

/// The words for a type, its unit, and what it is chosen or made of.
fn type_words(kind: &Type) -> (Text, Text, Vec<(String, Text)>) {
    let none = Text::default;
    let plain = |zh: &str, en: &str| (Text::new(zh, en), none(), Vec::new());
    match kind {
        Type::Bool => plain("是或否", "yes or no"),
        Type::Number(unit) => (Text::new("数值", "number"), unit.label(), Vec::new()),
        Type::Text => plain("文字", "text"),
        Type::Texts => plain("若干文字", "texts"),
        Type::Date => plain("日期", "date"),
        Type::Choice(choices) => {
            let choices = choices.iter().map(|(key, label)| (key.clone(), label.clone())).collect();
            (Text::new("选项", "one of"), none(), choices)
        }
        Type::List(fields) => {
            let field = |(name, kind): (&String, &Type)| {
                let (kind, unit, choices) = type_words(kind);
                (name.clone(), with_choices(with_unit(kind, &unit), &choices))
            };
            (Text::new("列表，每条有", "list of"), none(), fields.iter().map(field).collect())
        }
        Type::Bands { of, unit } => {
            (Text::new("分段表", "table of bands"), arrow(&of.label(), &unit.label()), Vec::new())
        }
        Type::Points { of, unit } => {
            (Text::new("插值表", "table of points"), arrow(&of.label(), &unit.label()), Vec::new())
        }
    }
}

fn arrow(of: &Text, unit: &Text) -> Text {
    Text::new(format!("{} → {}", of.zh, unit.zh), format!("{} → {}", of.en, unit.en))
}

fn with_unit(kind: Text, unit: &Text) -> Text {
    match unit.en.is_empty() {
        true => kind,
        false => {
            Text::new(format!("{}（{}）", kind.zh, unit.zh), format!("{} ({})", kind.en, unit.en))
        }
    }
}

fn with_choices(kind: Text, choices: &[(String, Text)]) -> Text {
    if choices.is_empty() {
        return kind;
    }
    let joined = |of: fn(&Text) -> &str, gap: &str| {
        choices.iter().map(|(_, label)| of(label)).collect::<Vec<_>>().join(gap)
    };
    let (zh, en) = (joined(|label| &label.zh, "、"), joined(|label| &label.en, ", "));
    Text::new(format!("{}：{zh}", kind.zh), format!("{} {en}", kind.en))
}

fn parameter(
    parameter: &Parameter,
    scheme: &Scheme,
    used_by: &impl Fn(&str) -> Vec<UsePart>,
) -> ParameterPart {
    let value = |place: Option<&String>, entry: &Entry| ValuePart {
        place: place.cloned(),
        from: entry.ground.from,
        value: entry.value.as_ref().map(|value| value.shown(&parameter.kind)),
        rows: entry.value.as_ref().map_or_else(Vec::new, |value| value.rows(&parameter.kind)),
        ground: ground(&entry.ground),
    };
    let (delegated, values) = match &parameter.schedule {
        Schedule::Own(entries) => (None, entries.iter().map(|entry| value(None, entry)).collect()),
        Schedule::Delegated { to, ground: from, by } => {
            let place = scheme.facts().get(to).map_or_else(|| Text::same(to), |f| f.label.clone());
            let values = by.iter().flat_map(|(place, entries)| {
                entries.iter().map(move |entry| value(Some(place), entry))
            });
            (Some((place, ground(from))), values.collect())
        }
    };
    let columns = match &parameter.kind {
        Type::Bands { of, unit } | Type::Points { of, unit } => Some((of.label(), unit.label())),
        _ => None,
    };
    let (kind, unit, choices) = type_words(&parameter.kind);
    ParameterPart {
        id: parameter.id.clone(),
        description: parameter.description.clone(),
        kind,
        unit,
        choices,
        delegated,
        columns,
        values,
        used_by: used_by(&parameter.id),
    }
}

fn fact_part(
    id: &str,
    fact: &policy::FactDefinition,
    used_by: &impl Fn(&str) -> Vec<UsePart>,
) -> FactPart {
    let (kind, unit, mut choices) = type_words(&fact.kind);
    for (name, words) in &mut choices {
        if let Some(label) = fact.field_labels.get(name) {
            *words = Text::new(
                format!("{}，{}", label.zh, words.zh),
                format!("{}, {}", label.en, words.en),
            );
        }
    }
    FactPart {
        id: id.to_owned(),
        label: fact.label.clone(),
        kind,
        unit,
        choices,
        supplier: fact.supplier.clone(),
        used_by: used_by(id),
    }
}

/// Everything that is recalled or was not found, and what lower jurisdictions have not set.
fn open(page: &SchemePage) -> Vec<OpenPart> {
    let mut all = Vec::new();
    for version in &page.versions {
        open_of_version(version, &mut all);
    }
    for parameter in &page.parameters {
        let to = parameter_anchor(&parameter.id);
        for value in &parameter.values {
            let place = value.place.as_deref().map_or(String::new(), |place| format!("{place} "));
            let question = unknown(&value.ground, parameter.description.clone(), &to);
            all.extend(question.map(|one| OpenPart {
                why: Text::new(
                    format!("{place}自 {} 起：{}", value.from, one.why.zh),
                    format!("{place}from {}: {}", value.from, one.why.en),
                ),
                ..one
            }));
        }
        if let Some((place, _)) = &parameter.delegated {
            let known = parameter.values.iter().filter_map(|value| value.place.clone());
            let mut known: Vec<String> = known.collect();
            known.dedup();
            let why = match known.is_empty() {
                true => Text::new(
                    format!("由{}各自规定，尚无一处记录", place.zh),
                    format!("set by each {}, none is on record", place.en),
                ),
                false => Text::new(
                    format!("由{}各自规定，仅有：{}", place.zh, known.join("、")),
                    format!("set by each {}, on record only: {}", place.en, known.join(", ")),
                ),
            };
            let what = parameter.description.clone();
            all.push(OpenPart { mark: None, what, why, to });
        }
    }
    all
}

fn open_of_version(version: &VersionPart, all: &mut Vec<OpenPart>) {
    let to = |id: &str| rule_anchor(&version.id, id);
    let own = version_anchor(&version.id);
    if version.document.is_none() {
        let why = Text::new("文号未见", "the number of the instrument was not seen");
        all.push(OpenPart { mark: None, what: version.name.clone(), why, to: own.clone() });
    }
    all.extend(unknown(&version.ground, version.name.clone(), &own));
    for one in &version.definitions {
        all.extend(unknown(&one.ground, one.label.clone(), &to(&one.id)));
        for exception in &one.exceptions {
            let what = Text::new(
                format!("{}：例外 {}", one.label.zh, exception.id),
                format!("{}: exception {}", one.label.en, exception.id),
            );
            all.extend(unknown(&exception.ground, what, &to(&exception.id)));
        }
    }
    let clauses = version.clauses.iter().map(|one| (&one.ground, &one.text, &one.id));
    let modes = version.modes.iter().map(|one| (&one.ground, &one.name, &one.id));
    let tranches = version.tranches.iter().map(|one| (&one.ground, &one.name, &one.id));
    let excludes = version.excludes.iter().map(|one| (&one.ground, &one.text, &one.id));
    for (ground, what, id) in clauses.chain(modes).chain(tranches).chain(excludes) {
        all.extend(unknown(ground, what.clone(), &to(id)));
    }
    for one in &version.matches {
        all.extend(unknown(&one.ground, one.text.clone(), &one.id));
    }
}

/// An open question, where the mark says that something is not known.
fn unknown(ground: &GroundPart, what: Text, to: &str) -> Option<OpenPart> {
    let why = match ground.mark {
        Mark::Recalled => Text::new("凭记忆，未核实", "recalled, not verified"),
        Mark::NotFound => Text::new("查找未得", "looked for, not found"),
        _ => return None,
    };
    Some(OpenPart { mark: Some(ground.mark), what, why, to: to.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text as it stands in HTML.
    fn escaped(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    }

    fn pages() -> Vec<(Scheme, String)> {
        let all = embedded::known_schemes(None).unwrap();
        let one = |id: &String| {
            let scheme = Scheme::load(&embedded::scheme(id, None).unwrap()).unwrap();
            let html = report::scheme_page(&page(&scheme, "0".repeat(64), None));
            (scheme, html)
        };
        all.iter().map(one).collect()
    }

    #[test]
    fn every_shipped_scheme_is_shown_whole() {
        for (scheme, html) in pages() {
            let shown = html.split("<script type=").next().unwrap();
            let has = |text: &str| {
                assert!(shown.contains(&escaped(text)), "{}: {text:?}", scheme.id());
            };
            for rules in scheme.versions() {
                has(&rules.version().name.zh);
                for clause in rules.clauses() {
                    has(&clause.id);
                    has(&clause.text.zh);
                    has(&clause.text.en);
                    let FormulaView { expression, layout, .. } = &clause.condition;
                    has(layout.as_ref().unwrap_or(expression));
                }
                rules.definitions().iter().for_each(|one| has(&one.label.en));
                rules.modes().iter().for_each(|one| has(&one.name.zh));
                rules.tranches().iter().for_each(|one| has(&one.name.en));
                rules.excludes().iter().for_each(|one| has(&one.text.zh));
            }
            for parameter in scheme.parameters().values() {
                has(&parameter.description.zh);
                for entry in parameter.entries() {
                    has(&entry.ground.from.to_string());
                    match &entry.value {
                        Some(value) if value.rows(&parameter.kind).is_empty() => {
                            has(&value.shown(&parameter.kind).en);
                        }
                        Some(value) => {
                            value.rows(&parameter.kind).iter().for_each(|(at, of)| {
                                has(&at.en);
                                has(&of.en);
                            });
                        }
                        None => has("not found"),
                    }
                }
            }
            for (name, fact) in scheme.facts() {
                has(name);
                has(&fact.label.en);
                has(&fact.supplier.zh);
            }
            scheme.sources().values().for_each(|address| has(address));
        }
    }

    #[test]
    fn pages_fetch_nothing_and_their_links_lead_somewhere() {
        for (scheme, html) in pages() {
            for fetching in ["src=", "<link", "@import", "url(http", "url(\"", "fetch(", "srcset"] {
                assert!(!html.contains(fetching), "{}: {fetching}", scheme.id());
            }
            let shown = html.split("<script type=").next().unwrap();
            for (at, _) in shown.match_indices("=\"http") {
                let mut attributes = ["href", "title", "xmlns"].into_iter();
                let known = attributes.any(|name| shown[..at].ends_with(name));
                assert!(known, "{}: {}", scheme.id(), &shown[at..at + 40]);
            }
            for target in shown.split("href=\"#").skip(1) {
                let id = target.split('"').next().unwrap();
                assert!(shown.contains(&format!("id=\"{id}\"")), "{}: #{id}", scheme.id());
            }
        }
    }

    #[test]
    fn what_is_not_known_of_beijing_is_listed() {
        let files = embedded::scheme("cn/beijing/vacated-space", None).unwrap();
        let page = page(&Scheme::load(&files).unwrap(), String::new(), None);
        let open: Vec<&str> = page.open.iter().map(|one| one.to.as_str()).collect();
        for wanted in ["p-bundle_cap_scope", "p-area_total_min", "p-low_efficiency_tax_max"] {
            assert!(open.contains(&wanted), "{open:?}");
        }
        assert!(open.contains(&"v-2023-plan"), "the number of the document was not seen");
    }
}
