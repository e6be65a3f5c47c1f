import Access
import Journal
import Storage

/// An organisation's way into the network, and what may come next.
package struct Membership: Sendable {
    /// The oldest first.
    package let steps: [MembershipStep]

    package init(_ steps: [MembershipStep]) {
        self.steps = steps.sorted { ($0.on?.description ?? "", $0.id) < ($1.on?.description ?? "", $1.id) }
    }

    package var last: MembershipStep? { steps.last }
    package var standing: MembershipStanding? { last?.step.standing }
    package var next: [MembershipStepKind] { MembershipStepKind.following(last?.step) }

    /// The application that waits for an answer, or that led here.
    package var application: MembershipStep? { steps.last { $0.step == .application } }

    /// What speaks against a step, each beside its field.
    package func problems(with step: MembershipStep, on today: Day) -> [Refusal.Problem] {
        guard next.contains(step.step) else {
            return [.init(nil, Phrase("L’adhésion n’en est pas là : rechargez la page.", en: "The membership does not stand there: reload the page."))]
        }
        var problems: [Refusal.Problem] = []
        if let on = step.on, on > today {
            problems.append(.init("on", Phrase("Donnez une date au plus tard aujourd’hui.", en: "Give a date no later than today.")))
        }
        if let on = step.on, let last = last?.on, on < last {
            problems.append(
                .init("on", Phrase("Donnez une date qui ne précède pas l’étape d’avant.", en: "Give a date no earlier than the step before.")))
        }
        if step.step == .application, step.motivation.isEmpty {
            problems.append(.init("motivation", Phrase("Dites pourquoi l’organisation veut adhérer.", en: "Say why the organisation wants to join.")))
        }
        if step.step == .admission, step.branch == nil {
            problems.append(.init("branch", Phrase("Choisissez l’antenne qui l’accueille.", en: "Choose the branch that it joins.")))
        }
        if step.step.needsReason, step.reason.isEmpty {
            problems.append(.init("reason", Phrase("Donnez le motif.", en: "Give the reason.")))
        }
        return problems
    }

    /// Why this account may not decide on the application, or nil: admission takes two people.
    package static func objection(to step: MembershipStepKind, by account: ID<Account>, enteredBy author: ID<Account>?) -> Phrase? {
        guard step == .admission, account == author else { return nil }
        return Phrase(
            "Vous avez saisi cette candidature : une autre personne prononce l’admission.",
            en: "You entered this application: another person must admit.")
    }
}

extension SignedText {
    /// What a member has still to sign.
    package static func missing(in signed: [Undertaking]) -> [SignedText] {
        let texts = Set(signed.map(\.text))
        return list.map(\.0).filter { !texts.contains($0) }
    }
}

extension Undertaking {
    /// What speaks against the dates, each beside its field.
    package func problems(on today: Day, after application: Day?) -> [Refusal.Problem] {
        var problems: [Refusal.Problem] = []
        let future = Phrase("Donnez une date au plus tard aujourd’hui.", en: "Give a date no later than today.")
        if let on, on > today { problems.append(.init("on", future)) }
        if let on, let application, on < application {
            problems.append(.init("on", Phrase("Donnez une date qui ne précède pas la candidature.", en: "Give a date no earlier than the application.")))
        }
        if let keptOn, keptOn > today { problems.append(.init("kept_on", future)) }
        let early = Phrase("Donnez une date qui ne précède pas la signature.", en: "Give a date no earlier than the signature.")
        if let on, let keptOn, keptOn < on { problems.append(.init("kept_on", early)) }
        if let on, let due, due < on { problems.append(.init("due", early)) }
        return problems
    }
}

extension Connection {
    package func membership(of organization: ID<Organization>) throws -> Membership {
        Membership(try all(MembershipStep.self, "WHERE organization = ? LIMIT 1000", [organization.value]).map(\.record))
    }
}

extension Act {
    /// Takes a step of an organisation's membership, and keeps its standing on its profile. Throws a `Refusal` where a rule says no.
    ///
    /// `isSample`: in a sample network one person may try the whole way alone.
    package func take(_ step: MembershipStep, by account: ID<Account>, on today: Day, isSample: Bool) throws {
        guard let organization = step.organization, var profile = try connection.find(OrganizationProfile.self, organization)?.record else {
            throw Refusal("membership.organization", Phrase("Cette organisation n’est pas ici.", en: "This organisation is not here."))
        }
        let membership = try connection.membership(of: organization)
        let problems = membership.problems(with: step, on: today)
        guard problems.isEmpty else { throw Refusal("membership.step", problems) }
        if !isSample, step.step == .admission, let application = membership.application {
            let author = try connection.history(of: application.id.cast()).last { $0.isMaking }?.author
            if let objection = Membership.objection(to: step.step, by: account, enteredBy: author) { throw Refusal("membership.alone", objection) }
        }
        try make(step)
        profile.standing = step.step.standing
        profile.parts.elements.insert(.member)
        if let branch = step.branch { profile.branch = branch }
        try update(profile)
    }
}
