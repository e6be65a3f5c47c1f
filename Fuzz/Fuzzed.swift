import Exchange
import Foundation
import Journal
import Storage
import Vault

/// Something that takes apart bytes from outside, and what holds whatever they are.
struct Fuzzed: Sendable {
    let name: String
    /// The most bytes that an input has.
    var longest = 4096
    /// What the search begins with: whole inputs, made by the code itself.
    let seeds: @Sendable () throws -> [[UInt8]]
    /// What the format is made of, where single bytes would take too long to meet it.
    var words: @Sendable () throws -> [String] = { [] }
    /// Throws what the reader promises to throw; anything else, and every trap, is a finding.
    let check: @Sendable ([UInt8]) throws -> Void

    /// How much one input may add to the greatest memory that the process ever had, in kilobytes.
    private static let memoryLimit = 96 * 1024

    func meet(_ input: [UInt8]) {
        let before = Self.peakMemory
        do {
            try check(input)
        } catch  where Self.isPromised(error) {
        } catch {
            fail("throws \(type(of: error)): \(error)")
        }
        let grown = Self.peakMemory - before
        if grown > Self.memoryLimit { fail("takes \(grown / 1024) MB for \(input.count) bytes") }
    }

    /// What says to a person that the bytes are not what they should be.
    private static func isPromised(_ error: any Error) -> Bool {
        error is Malformed || error is VaultError || error is CSVFault || error is CharterFault || error is MergeError || error is Refusal
    }

    private static var peakMemory: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    }
}

/// Ends the process, so that the input is kept.
func fail(_ why: String) -> Never {
    FileHandle.standardError.write(Data("FOUND: \(why)\n".utf8))
    fatalError(why)
}

func hold(_ isSo: Bool, _ sentence: @autoclosure () -> String) {
    if !isSo { fail("does not hold: \(sentence())") }
}

/// Waits for what is asynchronous: the fuzzer's own loop is not.
func wait<T: Sendable>(_ body: @escaping @Sendable () async throws -> T) throws -> T {
    let done = DispatchSemaphore(value: 0)
    let box = Box<T>()
    Task.detached {
        do { box.result = .success(try await body()) } catch { box.result = .failure(error) }
        done.signal()
    }
    done.wait()
    return try box.result!.get()
}

private final class Box<T: Sendable>: @unchecked Sendable {
    var result: Result<T, any Error>?
}
