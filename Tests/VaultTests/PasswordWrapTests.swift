import Testing

@testable import Vault

@Suite struct PasswordWrapTests {
    let keys = MemberKeys(member: member)
    let passphrase = Passphrase.generated()

    @Test("gives the keys back to their passphrase and to no other")
    func opens() throws {
        let wrap = try PasswordWrap(keys, under: passphrase, cost: cheap)
        #expect(try wrap.open(passphrase, member: member).material == keys.material)
        #expect(throws: VaultError.wrongPassphrase) { try wrap.open(.generated(), member: member) }
        #expect(throws: VaultError.wrongPassphrase) { try wrap.open(Passphrase(" "), member: member) }
        #expect(throws: VaultError.wrongPassphrase) { try PasswordWrap.decoy(cost: cheap).open(passphrase, member: member) }
    }

    @Test("opens for no other member, and not once a byte has changed")
    func bound() throws {
        let wrap = try PasswordWrap(keys, under: passphrase, cost: cheap)
        #expect(throws: VaultError.notOpened) { try wrap.open(passphrase, member: stranger) }
        let generation = 2 + 3 + 16 + 32
        for index in [generation + 3, wrap.bytes.count - 1] {
            let other = try PasswordWrap(bytes: changed(wrap.bytes, at: index))
            #expect(throws: VaultError.notOpened) { try other.open(passphrase, member: member) }
        }
    }

    @Test("does not read a cost that would exhaust memory")
    func cost() throws {
        var bytes = try PasswordWrap(keys, under: passphrase, cost: cheap).bytes
        bytes[2] = 21
        #expect(throws: VaultError.malformed("scrypt cost")) { try PasswordWrap(bytes: bytes) }
    }

    @Test("is wrapped again when the cost asked for has risen")
    func upgrade() throws {
        let wrap = try PasswordWrap(keys, under: passphrase, cost: cheap)
        #expect(!wrap.isBelow(cheap))
        #expect(wrap.isBelow(.other) && wrap.isBelow(.circle))
        let again = try PasswordWrap(wrap.open(passphrase, member: member), under: passphrase, cost: ScryptCost(logN: 11))
        #expect(try again.open(passphrase, member: member).material == keys.material)
        #expect(again.cost.logN == 11 && again.bytes != wrap.bytes)
    }
}

@Suite struct ScryptQueueTests {
    /// A gate that work waits at on its own thread.
    private final class Gate: Sendable {
        private let continuation: AsyncStream<Void>.Continuation
        let stream: AsyncStream<Void>

        init() {
            (stream, continuation) = AsyncStream<Void>.makeStream()
        }

        func reached() { continuation.yield() }
    }

    @Test("runs one, lets one wait, refuses the third, and serves the one that waited", .timeLimit(.minutes(10)))
    func bounded() async throws {
        let queue = ScryptQueue(atOnce: 1, waitingLimit: 1)
        let started = Gate()
        let release = Semaphore()
        async let first = queue.run {
            started.reached()
            release.wait()
            return 1
        }
        for await _ in started.stream { break }
        async let second = queue.run { 2 }
        while await queue.waitingCount == 0 { await Task.yield() }
        await #expect(throws: VaultError.tooManyWaiting) { try await queue.run { 3 } }
        release.signal()
        #expect(try await [first, second] == [1, 2])
        #expect(try await queue.run { 4 } == 4)
    }

    @Test("gives its place up when the work throws or the task is cancelled")
    func released() async throws {
        let queue = ScryptQueue(atOnce: 1, waitingLimit: 0)
        await #expect(throws: VaultError.wrongPassphrase) { try await queue.run { throw VaultError.wrongPassphrase } }
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await queue.run { 1 }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await queue.run { 2 } == 2)
    }
}
