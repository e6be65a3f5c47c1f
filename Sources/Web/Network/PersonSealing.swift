import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage

/// Restricting someone, and erasing them: each said in full before it is done, and what was done afterwards.
enum PersonSealing {
    static func askRestriction(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let person = try PeopleController.find(visit, connection).record
        guard !person.isRestricted else { return .redirect(SitePath.person(person.id)) }
        let isReady = try CircleState.registry(connection)?.canSeal == true
        return restrictionPage(visit, person, isReady: isReady, problems: [])
    }

    private static func restrictionPage(_ visit: Visit, _ person: PersonProfile, isReady: Bool, problems: [Refusal.Problem]) -> Reply {
        let say = visit.say
        return visit.page(
            say("Passer à diffusion restreinte", en: "Make restricted"), lede: person.name,
            trail: [(say("Personnes", en: "People"), SitePath.people()), (person.name, SitePath.person(person.id))],
            status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            ErrorSummary(say: say, problems: problems)
            ul {
                li(
                    say(
                        "Le nom, le téléphone, le courriel et la remarque sont scellés : seuls les détenteurs du registre pourront les lire.",
                        en: "Name, telephone, e-mail and remark are sealed: only the registry’s holders will be able to read them."))
                li(
                    say(
                        "L’historique de cette fiche oublie ce qu’il disait en clair, ici et sur les autres installations.",
                        en: "This record’s history forgets what it said in clear, here and on the other installations."))
                li(
                    say(
                        "L’organisation, les fonctions et les contacts pris restent lisibles : retirez ce qui désigne la personne.",
                        en: "Organisation, positions and contacts stay readable: remove what points to the person."))
                li(
                    say(
                        "Ce qui est écrit ailleurs – procès-verbaux, invitations, remarques – n’est pas changé : cherchez-y le nom.",
                        en: "What is written elsewhere – minutes, invitations, remarks – is not changed: look for the name there."))
                li(
                    say(
                        "Ce qui a été lu ou imprimé ne peut pas être rappelé, et cette action ne s’annule pas.",
                        en: "What was read or printed cannot be recalled, and this cannot be undone."))
            }
            if isReady {
                form(.method(.post), .action(SitePath.personRestriction(person.id)), .class("sheet")) {
                    HiddenFields(visit: visit)
                    div(.class("actions")) {
                        button(say("Sceller le nom et le contact", en: "Seal name and contact"), .class("primary"), .type(.submit))
                        a(say("Annuler", en: "Cancel"), .class("secondary"), .href(SitePath.person(person.id)))
                    }
                }
            } else {
                div(.class("note")) {
                    p(say(Refusal.registryNotReady.problems[0].text))
                    p { a(say("Voir le registre", en: "See the registry"), .href(SitePath.registry())) }
                }
            }
        }
    }

    static func restrict(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let person = try await visit.site.store.read { try PeopleController.find(visit, $0).record }
        let keys = try visit.memberKeys()
        do {
            let outcome = try await visit.perform(.personRestrict, typed) { act in
                _ = try Restriction.restrict(person.id, by: Keyring(keys, act.connection), in: act)
            }
            return .done(outcome, at: SitePath.person(person.id))
        } catch let refusal as Refusal {
            return restrictionPage(visit, person, isReady: false, problems: refusal.problems.map { .init(nil, $0.text) })
        }
    }

    private static let erasure = ErasurePages(
        title: Phrase("Effacer la personne", en: "Erase the person"),
        what: Phrase(
            "La fiche, ses fonctions, ses contacts et leur historique sont oubliés, et la clé de ce qui est scellé est détruite. Rien ne peut les faire revenir.",
            en:
                "The record, its positions, its contacts and their history are forgotten, and the key of what is sealed is destroyed. Nothing can bring them back."
        ),
        erased: Phrase("Personne effacée", en: "Person erased"))

    private static func trail(_ visit: Visit) -> [(String, Address)] { [(visit.say("Personnes", en: "People"), SitePath.people())] }

    static func askErasure(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        erasurePage(visit, try PeopleController.find(visit, connection).record, isMissingGround: false)
    }

    private static func erasurePage(_ visit: Visit, _ person: PersonProfile, isMissingGround: Bool) -> Reply {
        let name = person.shownName(visit.language)
        return erasure.ask(
            visit, lede: name, trail: trail(visit) + [(name, SitePath.person(person.id))], action: SitePath.personErasure(person.id),
            cancel: SitePath.person(person.id), isMissingGround: isMissingGround)
    }

    static func erase(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let store = visit.site.store
        let person = try await store.read { connection in
            let id = try visit.id(Person.self)
            return try connection.destruction(of: id.cast()) == nil ? try PeopleController.find(visit, connection).record : nil
        }
        guard let person else { return .redirect(SitePath.person(visit.id)) }
        let ground = ErasureGround(code: typed["ground"])
        guard ground.isKnown else { return erasurePage(visit, person, isMissingGround: true) }
        let certificate = ErasureCertificate(ground, by: try visit.reader().account, on: visit.today)
        let now = store.milliseconds
        let outcome = try await visit.perform(.personErase, typed) { try Erasure.erase(person.id.cast(), certificate, in: $0, at: now) }
        return .done(outcome, at: SitePath.person(person.id))
    }

    /// What stands where a person was.
    static func certificate(_ visit: Visit, _ destruction: KeyDestruction, _ connection: any Connection) throws -> Reply {
        try erasure.certificate(visit, destruction, trail: trail(visit), connection)
    }
}
