import Access
import HTML
import Journal
import Network
import Storage

/// How organs voted on a decision.
enum VotesController {
    private static let desk = RecordDesk<Vote>(
        permission: .meetingEdit, asked: ["body", "on", "present", "in_favour", "against", "abstained", "quorum"],
        words: (Phrase("Noter un vote", en: "Note a vote"), Phrase("Modifier le vote", en: "Edit the vote"), Phrase("Retirer ce vote", en: "Take this vote out")),
        acts: (.voteCreate, .voteUpdate, .voteRemove), paths: (.voteNew, .voteEdit, .voteRemoval),
        begin: { visit, connection in
            var vote = Vote()
            vote.decision = try visit.find(Decision.self, connection).id
            vote.on = visit.today
            return vote
        },
        home: { $0.decision.map { SitePath.decision($0) } ?? SitePath.decisions() },
        parent: { $0.decision.map { SitePath.decision($0) } ?? SitePath.decisions() },
        trail: { visit, vote, _ in vote.decision.map { [(visit.say("Décision", en: "Decision"), SitePath.decision($0))] } ?? [] },
        rule: { vote, visit, _ in
            if let on = vote.on, on > visit.today {
                throw Refusal("vote.future", Phrase("Donnez une date au plus tard aujourd’hui.", en: "Give a date no later than today."), field: "on")
            }
            guard vote.inFavour + vote.against + vote.abstained <= vote.present else {
                throw Refusal(
                    "vote.count", Phrase("Il y a plus de voix que de présents. Recomptez.", en: "There are more votes than people present. Count again."),
                    field: "present")
            }
        })

    static let routes = desk.routes

    /// The votes on a decision, for its page.
    static func section(of decision: ID<Decision>, _ visit: Visit, _ connection: any Connection) throws -> some Markup {
        let votes = try connection.all(Vote.self, "WHERE decision = ? ORDER BY id LIMIT 20", [decision.value]).map(\.record)
        let names = try Names(connection, of: votes)
        return VotesSection(visit: visit, decision: decision, votes: votes, names: names)
    }

    private struct VotesSection: Component {
        let visit: Visit
        let decision: ID<Decision>
        let votes: [Vote]
        let names: Names

        var body: some Markup {
            if !votes.isEmpty {
                h2(visit.say("Votes", en: "Votes"))
                ul(.class("todo")) { Each(votes) { VoteLine(visit: visit, vote: $0, organ: names[$0.body]) } }
            }
            if visit.may(.meetingEdit) { p { a(visit.say("Noter un vote", en: "Note a vote"), .href(SitePath.voteNew(decision))) } }
        }
    }
}
