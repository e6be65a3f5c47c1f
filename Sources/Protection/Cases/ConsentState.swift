import Accounts
import Journal
import Storage

/// What a person agrees to at this moment: their latest answers, less what they withdrew since.
package struct ConsentState: Sendable {
    package let consent: Opened<Consent>?
    package let withdrawals: [Opened<ConsentWithdrawal>]

    /// Of what was written, each with the moment of its writing: a withdrawal counts against what was answered before it.
    package init(consents: [(at: Mark, Opened<Consent>)], withdrawals: [(at: Mark, Opened<ConsentWithdrawal>)]) {
        let last = consents.max { $0.at < $1.at }
        consent = last?.1
        self.withdrawals = withdrawals.filter { withdrawal in last.map { $0.at < withdrawal.at } ?? true }.map(\.1)
    }

    /// Whether one of the plain questions is answered yes, and still stands.
    package func allows(_ question: String) -> Bool {
        guard let consent, !isWithdrawn(WithdrawnConsent(code: question)), !isWithdrawn(.registered) else { return false }
        let answer: ConsentAnswer? =
            switch question {
            case "registered": consent.record.registered
            case "services": consent.record.services
            case "statistics": consent.record.statistics
            case "advocacy": consent.record.advocacy
            default: nil
            }
        return answer == .yes
    }

    /// Whether something may be shared with organisations of a kind.
    package func allowsSharing(with party: PartyKind) -> Bool {
        guard allows("registered"), let shared = consent?[\.sharing]?.elements, shared.contains(party) else { return false }
        return !withdrawals.contains { $0.endsSharing(with: party) }
    }

    /// Whether something may be shared with one organisation of a kind: what the person said of it by name comes before what they said of its kind.
    package func allowsSharing(with party: PartyKind, _ organization: ID<Organization>) -> Bool {
        guard allows("registered"), !refuses(organization), !withdrawals.contains(where: { $0.endsSharing(with: party, organization) }) else { return false }
        return consent?[\.also]?.elements.contains(organization) == true || allowsSharing(with: party)
    }

    /// Whether the person said of this organisation, by its name, that nothing goes there.
    package func refuses(_ organization: ID<Organization>) -> Bool {
        consent?[\.never]?.elements.contains(organization) == true || withdrawals.contains { $0.record.question == .sharing && $0[\.named] == organization }
    }

    /// The organisations that the person named: those to which something may go whatever of their kind, and those to which nothing does.
    package var named: (also: [ID<Organization>], never: [ID<Organization>]) {
        let all = (consent?[\.also]?.elements ?? []).union(consent?[\.never]?.elements ?? []).union(withdrawals.compactMap { $0[\.named] }).sorted()
        return (all.filter { !refuses($0) && allowsSharing(with: .members, $0) && !allowsSharing(with: .members) }, all.filter(refuses))
    }

    package func isWithdrawn(_ question: WithdrawnConsent) -> Bool {
        withdrawals.contains { $0.record.question == question }
    }

    /// The kinds of organisation that what is needed may go to.
    package var parties: [PartyKind] { PartyKind.list.map(\.0).filter { allowsSharing(with: $0) } }
}

extension Opened<ConsentWithdrawal> {
    /// Whether it takes back what was agreed of a kind of organisation, or of one of them.
    package func endsSharing(with party: PartyKind, _ organization: ID<Organization>? = nil) -> Bool {
        record.question.endsSharing(with: party, organization, named: self[\.party], self[\.named])
    }
}
