import Foundation

/// The measures that need the project's own code; `Benchmarks/measures` calls them one by one and judges what they print.
@main
enum Measure {
    static func main() async throws {
        let arguments = Arguments(CommandLine.arguments.dropFirst())
        switch arguments.verb {
        case "calibrate": Calibration.run()
        case "act": try await ActMeasure(arguments).run()
        case "fill": try await Fill(arguments).run()
        case "merge": try await MergeMeasure(arguments).run()
        case "raw": try RawTables(arguments).run()
        case "rebuild": try await RebuildMeasure(arguments).rebuild()
        case "verify": try await RebuildMeasure(arguments).verify()
        case "history": try await HistoryMeasure(arguments).run()
        case "hello": try await Hello(arguments).serve()
        case "page": try await PageMeasure(arguments).run()
        case "load": try Load(arguments).run()
        case "twin": try PlainTwin(arguments).make()
        case "history-of": try await CaseHistory(arguments).write()
        case "case-page": try await CasePageMeasure(arguments).run()
        case "register": try await RegisterMeasure(arguments).run()
        case "figures": try await FiguresMeasure(arguments).run()
        case "registering": try await RegisteringMeasure(arguments).run()
        default:
            FileHandle.standardError.write(Data("unknown measure: \(arguments.verb)\n".utf8))
            exit(2)
        }
    }
}

/// A verb, then `--name value` pairs.
struct Arguments {
    let verb: String
    private var values: [String: String] = [:]

    init(_ words: some Collection<String>) {
        let words = Array(words)
        verb = words.first ?? ""
        for index in stride(from: 1, to: words.count - 1, by: 2) { values[String(words[index].drop { $0 == "-" })] = words[index + 1] }
    }

    func text(_ name: String) -> String { values[name] ?? "" }
    func number(_ name: String, or other: Int) -> Int { values[name].flatMap { Int($0) } ?? other }
}

/// A loop that touches no memory and asks no library: what an absolute number of the same run is read beside.
enum Calibration {
    static func run() {
        let samples = Samples((0..<9).map { _ in
            seconds {
                var state: UInt64 = 88_172_645_463_325_252
                for _ in 0..<20_000_000 {
                    state ^= state << 13
                    state ^= state >> 7
                    state ^= state << 17
                }
                if state == 0 { print("") }
            }
        })
        emit(["calibration": .number(samples.median * 1000), "low": .number(samples.low * 1000), "high": .number(samples.high * 1000)])
    }
}
