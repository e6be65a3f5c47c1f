import Access
import HTML
import Journal
import NetworkLife
import Storage

/// Those who answer for a decision beside its owner: it waits for them too.
enum DecisionOwnersController {
    private static let adding = RecordEditing(
        DecisionOwner.self, asked: ["account"], act: .ownerCreate, title: Phrase("Ajouter un co-responsable", en: "Add a co-owner"),
        button: Phrase("Ajouter", en: "Add"))

    static let routes: [Route] = [
        .get(.decisionOwners, .permission(.meetingEdit)) { visit, connection in
            guard let decision = try connection.find(Decision.self, try visit.id()) else { throw Failure.notFound }
            return try adding.page(
                visit, connection, DecisionOwner(), versions: nil, to: SitePath.decisionOwners(decision.id), back: SitePath.decision(decision.id),
                trail: [(visit.say("Décision", en: "Decision"), SitePath.decision(decision.id))])
        },
        .post(.decisionOwners, .permission(.meetingEdit)) { visit, typed in
            guard let decision = try await visit.site.store.read({ try $0.find(Decision.self, try visit.id()) }) else { throw Failure.notFound }
            var owner = DecisionOwner()
            owner.id = typed.token.cast()
            owner.decision = decision.id
            return try await adding.take(
                visit, typed, into: owner, isNew: true, to: SitePath.decisionOwners(decision.id), back: SitePath.decision(decision.id),
                landing: SitePath.decision(decision.id), trail: [(visit.say("Décision", en: "Decision"), SitePath.decision(decision.id))],
                rule: { owner, connection in
                    guard let account = owner.account, try !connection.owns(account, decision.record) else {
                        throw Refusal(
                            "owner.known", Phrase("Cette personne est déjà responsable de la décision.", en: "This person owns the decision already."),
                            field: "account")
                    }
                })
        },
        .post(.decisionOwnerRemoval, .permission(.meetingEdit)) { visit, typed in
            guard let owner = try await visit.site.store.read({ try $0.find(DecisionOwner.self, try visit.id()) }) else { throw Failure.notFound }
            let outcome = try await visit.perform(.ownerRemove, typed) { act in
                guard let owner = try act.connection.find(DecisionOwner.self, owner.id) else { return }
                try act.remove(owner)
            }
            return .done(outcome, at: owner.record.decision.map { SitePath.decision($0) } ?? SitePath.decisions())
        },
    ]
}
