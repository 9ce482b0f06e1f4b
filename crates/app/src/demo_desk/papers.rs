//! The documents of the demo desk: plain texts and letters, each of which says that it is invented.

use programme::command::{Invoice, Move};
use programme::ids::{Digest, EvidenceKind};
use units::{Date, Lang, Text};

use super::cases::title;
use super::clerk::{Clerk, File};
use super::made;
use super::story::Wanted;
use crate::desk::{Documents, Stored};
use crate::failure::Failure;
use crate::files::unwritable;
use crate::letters::{LetterKind, LetterRequest, Letterhead, letter_pdf};

/// What a text is about.
struct Paper<'a> {
    /// What it is, Chinese and English.
    name: &'a Text,
    /// Of which application.
    application: &'a str,
    /// Of which project.
    title: &'a str,
    /// Of which space.
    space: &'a str,
    /// By which account.
    by: &'a str,
    on: Date,
    /// What else it says.
    more: &'a str,
}

impl Paper<'_> {
    fn text(&self) -> String {
        let Self { name, application, title, space, by, on, more } = self;
        format!(
            "合成文件，仅供演示，没有任何效力\nSYNTHETIC, FOR THE DEMO ONLY, WITHOUT ANY EFFECT\n\n\
             {} / {}\n\n申请 application: {application}\n项目 project: {title}\n\
             空间 space: {space}\n提交 by: {by}\n日期 date: {on}\n\n{more}",
            name.zh, name.en
        )
    }

    /// Keeps the text among the desk's documents.
    fn keep(&self, documents: &Documents) -> Result<Stored, Failure> {
        keep(documents, self.text().as_bytes())
    }
}

/// Keeps bytes among the desk's documents.
fn keep(documents: &Documents, bytes: &[u8]) -> Result<Stored, Failure> {
    documents.put(bytes, None).map_err(|cause| {
        let name = Digest::of(bytes).to_string();
        unwritable(std::path::Path::new(&name), cause)
    })
}

impl Clerk<'_> {
    /// A document of a kind of evidence, kept.
    pub(super) fn paper(
        &self,
        file: &File,
        on: Date,
        who: &str,
        kind: &str,
        more: &str,
    ) -> Result<Stored, Failure> {
        let kind_id = made(EvidenceKind::new(kind))?;
        let name = self.desk.read(|state| {
            let mut flows = state.rules().workflows.values();
            flows.find_map(|flow| Some(flow.evidence.get(&kind_id)?.name.clone()))
        });
        Paper {
            name: &name.unwrap_or_else(|| Text::same(kind)),
            application: file.id.as_str(),
            title: title(&file.case)?.as_str(),
            space: &file.case.space.id.to_string(),
            by: who,
            on,
            more,
        }
        .keep(self.desk.documents())
    }

    pub(super) fn attach(
        &mut self,
        file: &File,
        on: Date,
        who: &str,
        kind: &str,
        invoice: Option<Invoice>,
    ) -> Result<(), Failure> {
        let more = match (kind, &invoice) {
            ("fund_application" | "ledger_extract", _) => file.case.facts.clone(),
            (_, Some(invoice)) => format!("{invoice:#?}"),
            _ => String::new(),
        };
        let kept = self.paper(file, on, who, kind, &more)?;
        let evidence = made(EvidenceKind::new(kind))?;
        let (sha256, bytes) = (kept.sha256, kept.bytes);
        self.on(file, on, who, Move::AttachEvidence { evidence, sha256, bytes, invoice })
    }

    /// Decides by the rules, keeps the record, and makes sure that it came out as the story goes.
    pub(super) fn record(&mut self, file: &mut File, on: Date, who: &str) -> Result<(), Failure> {
        let (decision, summary, record) = file.case.decide(self.laws, on)?;
        let wanted = matches!(file.story.wanted, Wanted::Met | Wanted::Unconfirmed);
        if summary.met != wanted {
            let id = &file.id;
            return made(Err(format!("{id} was to be {wanted:?}", wanted = file.story.wanted)));
        }
        keep(self.desk.documents(), record.as_bytes())?;
        file.decision = Some(decision);
        self.on(file, on, who, Move::RecordDecision { decision: Box::new(summary) })
    }

    /// A letter as the desk writes it, with its reading copy.
    pub(super) fn letter(
        &self,
        file: &File,
        on: Date,
        kind: LetterKind<'_>,
    ) -> Result<Digest, Failure> {
        let head = Letterhead {
            office: Text::new("演示市发展改革委", "Demo Development and Reform Commission"),
            number: Some(format!("演示〔{}〕{} 号", on.year(), file.id)),
            law: Text::new(
                "《关于加强腾退低效产业空间改造利用促进产业高质量发展的实施方案》（演示）",
                "Implementation plan on reusing vacated low-efficiency industrial space (demo)",
            ),
            contact: Text::same("000-0000-0000"),
            pay_to: None,
            copies: Vec::new(),
            printed_by: Some(Text::new("演示办公室", "demo office")),
        };
        let state = self.desk.read(Clone::clone);
        let decision = file.decision.as_ref();
        let request =
            LetterRequest { application: &file.id, kind, date: on, head: &head, decision };
        let bytes = letter_pdf(&state, &request, Lang::Zh, &self.fonts)?;
        Ok(keep(self.desk.documents(), &bytes)?.sha256)
    }
}
