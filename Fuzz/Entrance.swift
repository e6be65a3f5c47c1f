import Foundation

// libFuzzer's runtime has the main function; it calls these two. Arguments that begin with two dashes are ours.

nonisolated(unsafe) private var chosen: Fuzzed?

/// With `--prepare=FOLDER`, writes each one's seeds and words there, says its name and longest input on a line, and ends. With
/// `--reader=NAME`, takes that one.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_: UnsafeMutablePointer<CInt>, _: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>>>) -> CInt {
    if let folder = argument("prepare") {
        do {
            for reader in Fuzzed.all { try reader.prepare(in: URL(fileURLWithPath: folder)) }
        } catch {
            fail("\(error)")
        }
        exit(0)
    }
    chosen = Fuzzed.all.first { $0.name == argument("reader") }
    if chosen == nil { fail("--reader is one of \(Fuzzed.all.map(\.name))") }
    return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    chosen?.meet(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

private func argument(_ name: String) -> String? {
    CommandLine.arguments.first { $0.hasPrefix("--\(name)=") }.map { String($0.dropFirst(name.count + 3)) }
}

extension Fuzzed {
    fileprivate func prepare(in folder: URL) throws {
        let seeds = try self.seeds()
        let place = folder.appending(path: "seeds/\(name)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for (number, seed) in seeds.enumerated() { try Data(seed).write(to: place.appending(path: "\(number)")) }
        let lines = try words().map { word in "\"\(word.utf8.map { String(format: "\\x%02X", $0) }.joined())\"\n" }
        try Data(lines.joined().utf8).write(to: folder.appending(path: "seeds/\(name).words"))
        print(name, longest)
    }
}
