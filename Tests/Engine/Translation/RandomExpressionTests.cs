using System.Globalization;
using System.Reflection;
using System.Text;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Translation;

/// <summary>
/// Expressions that nobody would write, made at random: the translator's C on a device and the C# compiler's code must agree about every
/// bit. What C# defines and C does not (overflow of int, division by zero) is kept out of them; uint may overflow.
/// </summary>
public class RandomExpressionTests : SimtFixture
{
    private const int Expressions = 120, Items = 64;

    [Test]
    public void Device_and_Csharp_agree()
    {
        var random = new Random(7);
        var functions = new StringBuilder();
        var calls = new StringBuilder();
        for (int e = 0; e < Expressions; e++)
        {
            functions.AppendLine(
                CultureInfo.InvariantCulture, $"    public static uint F{e}(int n, uint u, bool on) => unchecked({Word(random, 5)});");
            calls.AppendLine(CultureInfo.InvariantCulture, $"        y[{e} * {Items} + k] = F{e}(n[k], u[k], on);");
        }

        TranslatedSource source = TranslatedSource.Of(
            $$"""
            public static partial class RandomExpressions
            {
                [Kernel(GroupSize = {{Items}})]
                internal static void All(ArrayView<int> n, ArrayView<uint> u, ArrayView<uint> y, bool on)
                {
                    int k = Group.IdxX;
            {{calls}}    }

            {{functions}}}
            """);
        Type type = source.Load().GetType("RandomExpressions")!;
        using var memory = new KernelMemory(Device);
        uint[] n = [.. Enumerable.Range(0, Items).Select(k => k % 4 == 0 ? (uint)(k - 30) : (uint)random.Next(int.MinValue, int.MaxValue))];
        uint[] u = [.. Enumerable.Range(0, Items).Select(k => k % 3 == 0 ? (uint)k : (uint)random.Next(int.MinValue, int.MaxValue))];
        BufferView result = memory.Words(new uint[Expressions * Items]);
        MethodInfo launch = type.GetMethods(BindingFlags.NonPublic | BindingFlags.Static).Single(
            m => m.Name == "All" && m.GetParameters()[0].ParameterType == typeof(SimtDevice));
        launch.Invoke(null, [Device, 1, memory.Words(n), memory.Words(u), result, true]);
        uint[] actual = memory.ReadWords(result);
        Assert.Multiple(() =>
        {
            for (int e = 0; e < Expressions; e++)
            {
                var function = type.GetMethod($"F{e}")!.CreateDelegate<Func<int, uint, bool, uint>>();
                uint[] expected = [.. Enumerable.Range(0, Items).Select(k => function((int)n[k], u[k], true))];
                Assert.That(actual.AsSpan(e * Items, Items).ToArray(), Is.EqualTo(expected), functions.ToString().Split('\n')[e]);
            }
        });
    }

    private static string Word(Random random, int depth) => depth == 0
        ? Pick(random, "u", "u", "7u", "0xFFFFFFF0u", "0u")
        : Pick(random,
            () => $"({Word(random, depth - 1)} {Pick(random, "+", "-", "*", "&", "|", "^")} {Word(random, depth - 1)})",
            () => $"({Word(random, depth - 1)} {Pick(random, "<<", ">>")} {Whole(random, depth - 1)})",
            () => $"({Word(random, depth - 1)} {Pick(random, "/", "%")} ({Word(random, depth - 1)} | 1u))",
            () => $"({Truth(random, depth - 1)} ? {Word(random, depth - 1)} : {Word(random, depth - 1)})",
            () => $"(uint){Whole(random, depth - 1)}",
            () => $"(uint)(((ulong){Word(random, depth - 1)} * {Word(random, depth - 1)}) >> {random.Next(64)})",
            () => $"~{Word(random, depth - 1)}");

    // Operands of sums and products are kept small enough for their results to be ints.
    private static string Whole(Random random, int depth) => depth == 0
        ? Pick(random, "n", "n", "3", "-5", "int.MinValue", "int.MaxValue")
        : Pick(random,
            () => $"(({Whole(random, depth - 1)} & 0x7FFF) {Pick(random, "+", "-", "*")} ({Whole(random, depth - 1)} % 1000))",
            () => $"({Whole(random, depth - 1)} {Pick(random, "&", "|", "^")} {Whole(random, depth - 1)})",
            () => $"({Whole(random, depth - 1)} >> {Whole(random, depth - 1)})",
            () => $"({Whole(random, depth - 1)} {Pick(random, "/", "%")} (({Whole(random, depth - 1)} & 15) + 1))",
            () => $"({Truth(random, depth - 1)} ? {Whole(random, depth - 1)} : {Whole(random, depth - 1)})",
            () => $"(int){Word(random, depth - 1)}",
            () => $"-({Whole(random, depth - 1)} & 0xFFFF)",
            () => $"~{Whole(random, depth - 1)}");

    private static string Truth(Random random, int depth) => depth == 0
        ? Pick(random, "on", "true", "!on")
        : Pick(random,
            () => $"({Word(random, depth - 1)} {Pick(random, "<", "<=", ">", ">=", "==", "!=")} {Word(random, depth - 1)})",
            () => $"({Whole(random, depth - 1)} {Pick(random, "<", "<=", ">", ">=", "==", "!=")} {Whole(random, depth - 1)})",
            () => $"({Truth(random, depth - 1)} {Pick(random, "&&", "||", "&", "|", "^", "==", "!=")} {Truth(random, depth - 1)})",
            () => $"!{Truth(random, depth - 1)}");

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];

    private static string Pick(Random random, params Func<string>[] choices) => choices[random.Next(choices.Length)]();
}
