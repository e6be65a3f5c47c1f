import Access
import Accounts
import HTML
import Journal
import Protection
import Storage
import Vault

/// A copy of a case file for the person themselves: all that it says, in one sheet to be printed, without what the office needs for its own work.
enum CaseCopyController {
    static let routes: [Route] = [.get(.caseCopy, .permission(.caseShow), show)]

    private struct Line: Sendable {
        let label: Phrase
        let value: Value
        let input: Input
    }

    private struct Section: Sendable {
        let title: Phrase
        let records: [[Line]]
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let opened = try OpenedCase(visit, connection)
        let (file, say) = (opened.stored.record, visit.say)
        let keys = try visit.keyring(connection).dataKeys(of: file.id.cast(), connection)
        func of<R: Record>(_ kind: R.Type) throws -> [Opened<R>] { try OpenedCase.all(kind, of: file.id, keys, connection).map(\.opened) }
        let kept = try sections(
            opened, consents: of(Consent.self), withdrawals: of(ConsentWithdrawal.self), of(OutsideReferral.self), requests: of(DataRequest.self))
        let said = kept.flatMap(\.records).flatMap { $0 }.map { (value: $0.value, input: $0.input) }
        let names = try Names(visit, connection, of: said)
        let organization = try Names(visit, connection, ids: [file.organization?.cast()])[file.organization]
        let inside = try CaseReferralsView(opened, isCopy: true, visit, connection)
        return visit.page(
            of: file.id, say("Copie du dossier \(file.number)", en: "Copy of case file \(file.number)"),
            lede: say(
                "Ce que \(organization) garde de vous, au \(Dates.long(visit.today, .french)).",
                en: "What \(organization) keeps about you, on \(Dates.long(visit.today, .english))."),
            trail: visit.trail(to: file)
        ) {
            div(.class("note no-print")) {
                p(
                    say(
                        "Qui trouve cette feuille lit tout. Remettez-la en main propre, et seulement si la personne peut la garder sans danger ; sinon, lisez-la avec elle.",
                        en:
                            "Whoever finds this sheet reads everything. Hand it over in person, and only if they can keep it safely; otherwise read it with them."
                    ))
                p(say("Relisez-la d’abord : ce qui est dit d’autres personnes se raye.", en: "Read it first: what is said of other people is struck out."))
            }
            Each(kept) { section in
                h2(say(section.title))
                Each(section.records) { lines in
                    dl(.class("summary")) { Each(lines) { SummaryLine(say($0.label), names.text($0.value, $0.input, .open, say)) } }
                }
            }
            inside
        }
    }

    private static func sections(
        _ opened: OpenedCase, consents: [Opened<Consent>], withdrawals: [Opened<ConsentWithdrawal>], _ outside: [Opened<OutsideReferral>],
        requests: [Opened<DataRequest>]
    ) -> [Section] {
        func section<R: Record>(_ title: Phrase, _ records: [Opened<R>]) -> Section {
            Section(title: title, records: records.map { lines($0) }.filter { !$0.isEmpty })
        }
        return [
            section(CaseFile.title, [opened.file]), section(Phrase("Personnes", en: "People"), opened.people),
            section(Phrase("Ce que vous avez accepté", en: "What you agreed to"), consents),
            section(Phrase("Ce que vous avez retiré", en: "What you took back"), withdrawals),
            section(Phrase("Repérage", en: "Screening"), opened.screenings), section(Phrase("Besoins", en: "Needs"), opened.needs),
            section(Phrase("Évaluation", en: "Assessment"), opened.assessments), section(Phrase(same: "Plan"), opened.plan),
            section(Phrase("Services rendus", en: "Services given"), opened.services), section(Phrase("Notes", en: "Notes"), opened.notes),
            section(Phrase(same: "Documents"), opened.documents),
            section(Phrase("Ce que vous en avez dit", en: "What you said of it"), opened.feedback),
            section(Phrase("Vos demandes", en: "Your requests"), requests),
            section(Phrase("Confié hors du réseau", en: "Entrusted outside the network"), outside), section(Phrase("Clôture", en: "Closure"), opened.closures),
        ].filter { !$0.records.isEmpty }
    }

    /// What a record says, under the labels that its form has; what the form never asks is the office’s own.
    private static func lines<R: Record>(_ opened: Opened<R>) -> [Line] {
        R.fields.compactMap { field in
            if case .hidden = field.input, field.sensitivity == .open { return nil }
            let value = field.sensitivity == .sealed ? opened.clear[field.name] ?? .null : field.read(opened.record)
            if case .yesNo = field.input, value == .integer(0) { return nil }
            return value == .null || value == .text("") ? nil : Line(label: field.label, value: value, input: input(of: field))
        }
    }

    /// A day that no form asks for is a day all the same.
    private static func input<R: Record>(of field: Field<R>) -> Input {
        if case .hidden = field.input { .day } else { field.input }
    }
}
