import Foundation

/// How long something took, in seconds, each time it was done.
struct Samples {
    private let sorted: [Double]

    init(_ all: [Double]) {
        sorted = all.sorted()
    }

    var count: Int { sorted.count }
    var median: Double { quantile(0.5) }
    /// The spread: what a quarter of the samples lie below, and above.
    var low: Double { quantile(0.25) }
    var high: Double { quantile(0.75) }

    func quantile(_ part: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]
    }
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    try body()
    return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
}

func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    try await body()
    return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
}

enum Cell {
    case text(String)
    case number(Double)
}

/// Prints one line of JSON, at once.
func emit(_ cells: [String: Cell]) {
    let fields = cells.sorted { $0.key < $1.key }.map { name, cell in
        switch cell {
        case .text(let text): "\"\(name)\": \"\(text)\""
        case .number(let number): "\"\(name)\": \(number.isFinite ? number : -1)"
        }
    }
    FileHandle.standardOutput.write(Data("{\(fields.joined(separator: ", "))}\n".utf8))
}

/// One row of the table: a measured value beside its baseline.
func emit(_ name: String, unit: String, scale: Double, _ samples: Samples, against baseline: Samples, _ what: String) {
    emit([
        "name": .text(name), "unit": .text(unit), "value": .number(samples.median * scale), "low": .number(samples.low * scale),
        "high": .number(samples.high * scale), "baseline": .number(baseline.median * scale), "baselineLow": .number(baseline.low * scale),
        "baselineHigh": .number(baseline.high * scale), "what": .text(what),
    ])
}

/// The most memory that this process ever held, in MB.
func peakMemory() -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
    return Double(line?.filter(\.isNumber) ?? "0")! / 1024
}
