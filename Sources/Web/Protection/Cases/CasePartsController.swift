import Access
import Accounts
import HTML
import Journal
import Protection
import Storage

/// What belongs to a case file, each on a form of its own: its people, what they agree to, what they take back, another screening.
enum CasePartsController {
    static let routes: [Route] =
        people.routes + consents.adding + withdrawals.adding

    /// The file that the address names, as the page that a part is added to.
    static func file(_ visit: Visit, _ connection: any Connection) throws -> CaseFile { try visit.find(CaseFile.self, connection).record }

    static func trail(_ visit: Visit, _ id: ID<CaseFile>?, _ connection: any Connection) throws -> [(String, Address)] {
        guard let id, let file = try visit.find(CaseFile.self, id, connection)?.record else { throw Failure.notFound }
        return visit.trail(to: file)
    }

    private static let people = RecordDesk<CasePerson>(
        permission: .caseEdit, asked: ["relation"] + CasePerson.identity + CasePerson.functioningNames,
        words: (
            Phrase("Ajouter une personne", en: "Add a person"), Phrase("Modifier la personne", en: "Edit the person"),
            Phrase("Retirer du dossier", en: "Take out of the case file")
        ),
        acts: (.personAdd, .personEdit, .personTakeOut), paths: (.casePersonNew, .casePersonEdit, .casePersonRemoval),
        begin: { visit, connection in
            var person = CasePerson()
            person.caseFile = try file(visit, connection).id
            person.relation = CaseRelation.list[2].0
            return person
        },
        home: { SitePath.caseFile($0.caseFile!) }, parent: { SitePath.caseFile($0.caseFile!) },
        trail: { visit, person, connection in try trail(visit, person.caseFile, connection) },
        removalRule: { person, _ in
            if person.isHead {
                throw Refusal(
                    "case.head",
                    Phrase(
                        "Le dossier est ouvert pour cette personne : elle ne peut pas en être retirée.",
                        en: "The case file was opened for this person: they cannot be taken out of it."))
            }
        },
        settle: { person, clear, visit in person.setBands(clear, on: visit.today) })

    private static let consents = RecordDesk<Consent>(
        permission: .caseEdit, asked: FirstContactController.consentAsked,
        words: (Phrase("Noter ce que la personne accepte", en: "Note what the person agrees to"), Phrase(same: ""), Phrase(same: "")),
        acts: (.consentGive, .consentGive, .consentGive), paths: (.consentNew, .consentNew, .consentNew),
        begin: { visit, connection in
            var consent = Consent()
            consent.caseFile = try file(visit, connection).id
            consent.on = visit.today
            return consent
        },
        home: { SitePath.caseFile($0.caseFile!) }, parent: { SitePath.caseFile($0.caseFile!) },
        trail: { visit, consent, connection in try trail(visit, consent.caseFile, connection) })

    private static let withdrawals = RecordDesk<ConsentWithdrawal>(
        permission: .caseEdit, asked: ["question", "party", "named", "reason"],
        words: (Phrase("Noter un retrait", en: "Note a withdrawal"), Phrase(same: ""), Phrase(same: "")),
        acts: (.consentWithdraw, .consentWithdraw, .consentWithdraw), paths: (.withdrawalNew, .withdrawalNew, .withdrawalNew),
        begin: { visit, connection in
            var withdrawal = ConsentWithdrawal()
            withdrawal.caseFile = try file(visit, connection).id
            withdrawal.on = visit.today
            withdrawal.question = .sharing
            return withdrawal
        },
        home: { SitePath.caseFile($0.caseFile!) }, parent: { SitePath.caseFile($0.caseFile!) },
        trail: { visit, withdrawal, connection in try trail(visit, withdrawal.caseFile, connection) },
        following: { withdrawal, clear, visit in try await ReferralRecalls.deeds(withdrawal, clear, visit) })
}
