namespace GanFromScratch.Tests.Engine.Translation;

/// <summary>A barrier that not every item reaches is refused on its line; one that all reach is not, however deep it stands.</summary>
public class BarrierRefusalTests
{
    private const string Members =
        """

        static void Wait() => Group.Barrier();
        static void WaitTwice() { Wait(); Wait(); }
        static void WaitIf(int k) { if (k > 3)
        Group.Barrier(); }
        static void WaitUnless(bool left) { if (left)
        return; Group.Barrier(); }
        static int Item() => Group.IdxX;
        static int Same(int k) => k + 1;
        static void Store(out int to, int k) => to = k;
        static void Raise(ref int to) { if (to > 3) return; to = 4; }
        static void Early(int k, out int to) { to = 0; if (k > 3) return; to = 1; }
        static T Id<T>(T k) => k;
        static bool Fenced(ArrayView<int> i) { MemoryFence.DeviceLevel(); return Atomic.Add(ref i[0], 1) == 3; }
        static void Put<T>(T k, out T to) => to = k;
        """;

    [TestCase("GAN004 2", "\nif (Group.IdxX > 3) return;\nGroup.Barrier();", TestName = "return before a barrier")]
    [TestCase("GAN004 2", "\nif (n > 3) return;\nGroup.Barrier();", TestName = "return before a barrier though all items return")]
    [TestCase("GAN004 2", "\nif (Grid.GlobalIndex.X >= n) return;\nWaitTwice();", TestName = "return before a barrier in a helper")]
    [
        TestCase(
            "GAN004 4", "\nfor (int k = 0; k < n; k++)\n{ Group.Barrier();\nif (x[k] > 0) return; }",
            TestName = "return in a loop behind its barrier")]
    [TestCase("GAN004 9", "WaitUnless(on);", TestName = "return before a barrier within a helper")]
    [TestCase("GAN005 2", "\nif (Group.IdxX < n) Group.Barrier();", TestName = "under the item's index")]
    [TestCase("GAN005 2", "\nif (Grid.GlobalIndex.X < n) Group.Barrier();", TestName = "under the global index")]
    [TestCase("GAN005 2", "\nif (x[0] > 0) Group.Barrier();", TestName = "under what was read from memory")]
    [
        TestCase(
            "GAN005 2", "\nif (on) { } else if (x[0] > 0) { } else Group.Barrier();", TestName = "in the else of a condition that differs")]
    [
        TestCase(
            "GAN005 3", "\nint k = 0; if (Group.IdxX > 3) k = 1;\nif (k == 1) Group.Barrier();",
            TestName = "under a variable assigned where control differed")]
    [
        TestCase(
            "GAN005 3", "\nint k = 0; if (Group.IdxX > 3) k++;\nif (k == 1) Group.Barrier();",
            TestName = "under a variable counted where control differed")]
    [TestCase("GAN005 3", "\nfor (int k = 0; k < Group.IdxX; k++)\nGroup.Barrier();", TestName = "in a loop whose bound differs")]
    [
        TestCase(
            "GAN005 3", "\nfor (int k = Group.IdxX; k < n; k += Group.DimX)\nGroup.Barrier();", TestName = "in a loop whose start differs")]
    [
        TestCase(
            "GAN005 3", "\nfor (int k = 0; k < n; k++) { if (x[k] > 0) break;\nGroup.Barrier(); }",
            TestName = "behind a break that differs")]
    [
        TestCase(
            "GAN005 2", "\nfor (int k = 0; k < n; k++) { Group.Barrier(); if (x[k] > 0) break; }",
            TestName = "before a break that differs")]
    [
        TestCase(
            "GAN005 3", "\nfor (int k = 0; k < n; k++) { if (Group.IdxX == k) continue;\nGroup.Barrier(); }",
            TestName = "behind a continue that differs")]
    [
        TestCase(
            "GAN005 4", "\nint k = 0; while (k < n) { k++; if (x[k] > 0) break; }\nfor (int m = 0; m < k; m++)\nGroup.Barrier();",
            TestName = "under a count of a loop that items left at different times")]
    [
        TestCase(
            "GAN005 3", "\nint k = 0; while (n > 0) { if (k > 0)\nGroup.Barrier(); n--; k = Group.IdxX; }",
            TestName = "under what the loop's end makes differ")]
    [TestCase("GAN005 2", "\nif (Group.IdxX < 3) Wait();", TestName = "helper under a condition that differs")]
    [TestCase("GAN005 2", "\nif (Group.IdxX < 3) WaitTwice();", TestName = "helper of a helper under a condition that differs")]
    [TestCase("GAN005 7", "WaitIf(Group.IdxX);", TestName = "helper whose condition is given the item's index")]
    [TestCase("GAN005 3", "\nint k; Store(out k, Group.IdxX);\nif (k > 3) Group.Barrier();", TestName = "under what a helper put out")]
    [
        TestCase(
            "GAN005 3", "\nStore(out int k, Group.IdxX);\nif (k > 3) Group.Barrier();",
            TestName = "under what a helper put into a new variable")]
    [TestCase("GAN005 3", "\nPut(Group.IdxX, out int k);\nif (k > 3) Group.Barrier();", TestName = "under what a generic helper put out")]
    [TestCase("GAN005 3", "\nint k = Group.IdxX; Raise(ref k);\nif (k > 3) Group.Barrier();", TestName = "under what a helper changed")]
    [
        TestCase(
            "GAN005 3", "\nEarly(Group.IdxX, out int k);\nif (k > 3) Group.Barrier();",
            TestName = "under what a helper put out after some items left it")]
    [TestCase("GAN005 2", "\nif (Item() > 3) Group.Barrier();", TestName = "under a helper's result")]
    [TestCase("GAN005 2", "\nif (Same(Group.IdxX) > 3) Group.Barrier();", TestName = "under a helper's result of the item's index")]
    [TestCase("GAN005 2", "\nif (Id(Group.IdxX) > 3) Group.Barrier();", TestName = "under a generic helper's result")]
    [TestCase("GAN005 2", "\nif (Atomic.Add(ref i[0], 1) > 3) Group.Barrier();", TestName = "under an atomic operation")]
    [TestCase("GAN005 3", "\nPair p = default; p.A = Group.IdxX;\nif (p.A > 3) Group.Barrier();", TestName = "under a field")]
    [TestCase("GAN005 3", "\nPair p = default; p.B = Group.IdxX;\nif (p.B > 3) Group.Barrier();", TestName = "under a property")]
    [
        TestCase(
            "GAN005 3", "\nPair p = default; p.A = Group.IdxX;\nif (p.Twice() > 3) Group.Barrier();",
            TestName = "under a method of a struct that differs")]
    [TestCase("GAN005 3", "\nbool b = on && Group.IdxX > 2;\nif (b || n > 3) Group.Barrier();", TestName = "under a bool")]
    [TestCase("GAN005 2", "\ndo { Group.Barrier(); } while (x[0] > 0);", TestName = "in a do that items leave at different times")]
    [TestCase("GAN005 2", "\nif (Group.IdxX == 0) MemoryFence.DeviceLevel();", TestName = "a fence under the item's index")]
    [TestCase("GAN005 2", "\nif (Group.IdxX == 0 && Fenced(i)) a = 1;", TestName = "a fence in a helper of one item")]
    [TestCase("GAN004 2", "\nif (Group.IdxX > 0) return;\nMemoryFence.DeviceLevel();", TestName = "return before a fence")]
    public void Refused(string expected, string statements)
    {
        TranslatedSource source = TranslatedSource.OfKernel(
            statements, Members, "struct Pair { public int A; public int B { get; set; } public int Twice() => 2 * A; }");
        RefusalTests.AssertRefused(expected, source);
    }

    [TestCase("for (int k = 0; k < n; k++) Group.Barrier();", TestName = "loop over a parameter")]
    [
        TestCase(
            "for (int k0 = 0; k0 < n; k0 += 16) { if (Group.IdxX + k0 < n) x[k0] = 1; Group.Barrier(); a += x[0]; Group.Barrier(); }",
            TestName = "k0 loop")]
    [TestCase("if (Grid.IdxX < n) Group.Barrier();", TestName = "under the group's index")]
    [TestCase("for (int k = Grid.IdxX; k < x.IntLength; k += Grid.DimX) Group.Barrier();", TestName = "loop over groups")]
    [TestCase(
        "for (int half = Group.DimX / 2; half > 0; half /= 2) { if (Group.IdxX < half) x[Group.IdxX] += x[Group.IdxX + half]; "
        + "Group.Barrier(); }", TestName = "tree of a sum")]
    [
        TestCase(
            "Group.Barrier(); MemoryFence.DeviceLevel(); if (Group.IdxX == 0 && Atomic.Add(ref i[0], 1) == Grid.DimX - 1) i[0] = 0;",
            TestName = "a fence that all pass before one counts")]
    [TestCase("if (on) { Group.Barrier(); } else { Group.Barrier(); }", TestName = "under a parameter")]
    [TestCase("int k = n; if (on) k = 3; if (k > 2) Group.Barrier();", TestName = "under a variable assigned under a parameter")]
    [TestCase("Group.Barrier(); if (Group.IdxX > 0) return; x[0] = 1;", TestName = "return behind the last barrier")]
    [TestCase("for (int k = 0; k < n; k++) { if (k == 3) break; Group.Barrier(); }", TestName = "break that all items take")]
    [
        TestCase(
            "for (int k = 0; k < n; k++) { for (int m = 0; m < n; m++) { if (x[m] > 0) break; } Group.Barrier(); }",
            TestName = "behind an inner loop that items leave at different times")]
    [TestCase("WaitIf(n); WaitTwice(); if (Same(n) > 2) Wait();", TestName = "helpers under parameters")]
    [TestCase("Store(out int k, n); if (k > 2) Group.Barrier();", TestName = "under what a helper put out of a parameter")]
    [
        TestCase(
            "x[Group.IdxX] = Group.IdxX; if (x.IntLength > 3) Group.Barrier();",
            TestName = "under the length of a view that was written to")]
    [TestCase("Early(n, out int k); if (k > 3) Group.Barrier();", TestName = "behind a helper that all items leave together")]
    public void Not_refused(string statements)
    {
        TranslatedSource source = TranslatedSource.OfKernel(statements, Members);
        Assert.That(source.Refusals, Is.Empty, source.Message);
        Assert.That(source.CompilerErrors, Is.Empty);
    }

    [Test]
    public void The_message_names_condition_and_cause() => Assert.That(
        TranslatedSource.OfKernel("int k = Group.IdxX; if (on | k > 2) Group.Barrier();").Message,
        Is.EqualTo(
            "Not every item of the group need reach this barrier or fence: 'on | k > 2' depends on Group.IdxX; move the barrier out, or "
            + "let the condition depend on parameters and Grid.IdxX alone"));

}
