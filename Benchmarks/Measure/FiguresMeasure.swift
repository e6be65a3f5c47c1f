import Foundation
import Journal
import Protection
import Statistics
import Storage
import StorageSQLite
import Web

/// Every figure that comes from the registers of protection, for the whole network: six quarters, each of the whole and of every dimension. One line for each in
/// `--out`; how long they took, and the most memory, on standard output.
struct FiguresMeasure {
    private let arguments: Arguments

    init(_ arguments: Arguments) {
        self.arguments = arguments
    }

    func run() async throws {
        let store = try await Store.open(try SQLiteDatabase(path: arguments.text("data") + "/promig.sqlite"), Schema(Areas.kinds))
        try await ProtectionMeasures.tallying.settleAll(in: store)
        let today = Day(arguments.text("today"))!
        let measures = ProtectionMeasures.all.filter { $0.subject == .persons }
        var lines: [String] = []
        let time = try await seconds {
            for (name, days) in Self.quarters(upTo: today) {
                let question = MeasureQuestion(organization: nil, days: days, today: today)
                lines += try await store.read { connection in
                    try measures.flatMap { Self.lines(of: $0, name, try $0.folded(question, connection)) }
                }
            }
        }
        try await store.database.close()
        try Data(lines.sorted().joined(separator: "\n").utf8).write(to: URL(filePath: arguments.text("out")))
        emit(["seconds": .number(time), "megabytes": .number(peakMemory()), "figures": .number(Double(lines.count))])
    }

    private static func lines(of measure: Statistics.Measure, _ quarter: String, _ rows: [MeasureRow]) -> [String] {
        var lines = [line(measure.code, quarter, "", "", measure.figure(of: rows))]
        for dimension in measure.dimensions {
            for (code, figure) in measure.figures(of: rows, by: dimension) { lines.append(line(measure.code, quarter, dimension.name, code ?? "", figure)) }
        }
        return lines
    }

    private static func line(_ measure: String, _ quarter: String, _ dimension: String, _ code: String, _ figure: Figure) -> String {
        let value =
            switch figure {
            case .nothing: "-"
            case .count(let count): "\(count)"
            case .share(let part, let whole): "\(part)/\(whole)"
            case .median(let doubled, let count, let incomplete): "\(doubled)/2 \(count) \(incomplete)"
            }
        return "\(measure) \(quarter) \(dimension) \(code) \(value)"
    }

    /// The six quarters of which the last one holds a day.
    private static func quarters(upTo today: Day) -> [(name: String, days: ClosedRange<Day>)] {
        (0..<6).map { back in
            let quarter = today.year * 4 + (today.month - 1) / 3 - back
            let (year, month) = (quarter / 4, quarter % 4 * 3 + 1)
            let next = quarter + 1
            let end = Day(year: next / 4, month: next % 4 * 3 + 1, day: 1)!.advanced(by: -1)
            return ("\(year)-Q\(quarter % 4 + 1)", Day(year: year, month: month, day: 1)!...end)
        }
    }
}
