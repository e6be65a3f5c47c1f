import Access
import HTML
import Journal
import Results
import Statistics
import Storage

/// The indicators that a record is counted in today: the way from the work to the report.
struct FedIndicators: Component, Sendable {
    let say: Say
    let indicators: [Indicator]

    init<R: Record>(_: R.Type, _ record: ID<R.Subject>, _ visit: Visit, _ connection: any Connection) throws {
        say = visit.say
        let question = MeasureQuestion(about: record.cast(), today: visit.today)
        // A stock is of a day, and not of a record.
        let codes = try Areas.measures.filter { measure in
            guard measure.kinds.contains(R.kind), measure.summary != .stock else { return false }
            return try measure.rows(question, connection).contains { $0.record == question.only }
        }.map(\.code)
        let list = connection.lists(of: codes.map(Value.text)).first
        indicators = try list.map { try connection.all(Indicator.self, "WHERE computed_by IN \($0.places) ORDER BY sort, id", $0.values).map(\.record) } ?? []
    }

    var body: some Markup {
        if !indicators.isEmpty {
            p(.class("soft no-print")) {
                say("Compte dans : ", en: "Counted in: ")
                Each(Array(indicators.enumerated())) { number, indicator in
                    if number > 0 { ", " }
                    a(indicator.code, .href(SitePath.indicator(indicator.id)), .aria("label", "\(indicator.code) \(say(indicator.titles))"))
                }
            }
        }
    }
}
