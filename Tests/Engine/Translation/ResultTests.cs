using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.OpenCl;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Translation;

/// <summary>Translated kernels compute what their C# says, on a device.</summary>
public class ResultTests : SimtFixture
{
    private KernelMemory memory = null!;

    [SetUp]
    public void Open() => memory = new KernelMemory(Device);

    [TearDown]
    public void Close() => memory.Dispose();

    [Test]
    public void Functions_return_what_Csharp_returns([Values] bool odd)
    {
        const int items = 100;
        uint[] words = [.. Enumerable.Range(0, items).Select(k => (uint)k * 2654435761u)];
        BufferView results = memory.Words(new uint[items * ResultFunctions.Count]);
        ResultKernels.Functions(Device, 2, memory.Words(words), results, odd);
        uint[] actual = memory.ReadWords(results);
        Assert.Multiple(() =>
        {
            for (int k = 0; k < actual.Length; k++)
            {
                (int item, int function) = Math.DivRem(k, ResultFunctions.Count);
                Assert.That(
                    actual[k], Is.EqualTo(ResultFunctions.Value(function, item - 40, words[item], odd)),
                    $"function {function} of {item - 40}");
            }
        });
    }

    [Test]
    public void Barriers_keep_uses_of_shared_memory_apart()
    {
        const int groups = 3, rounds = 4;
        float[] x = [.. Enumerable.Range(0, (groups * rounds * ResultKernels.GroupSize) - 13).Select(k => (float)(k % 97))];
        BufferView sums = memory.Result(3 * groups);
        ResultKernels.Sums(Device, groups, memory.Operand(x), sums, rounds);
        float[] actual = memory.Read(sums);
        for (int g = 0; g < groups; g++)
        {
            float first = x.Skip(g * rounds * ResultKernels.GroupSize).Take(rounds * ResultKernels.GroupSize).Sum();
            float second = rounds * Enumerable.Range(0, (ResultKernels.GroupSize - 1) / 2).Sum();
            Assert.That(
                actual[(3 * g)..((3 * g) + 3)], Is.EqualTo(new[] { first, second, first + second + x[0] + x[1] + x[2] }), $"group {g}");
        }
    }

    [Test]
    public void Views_tiles_and_rules_are_what_they_stand_for([Values] bool backwards, [Values] bool biased)
    {
        float[] x = Numbers.Uniform(24), bias = [100, 200];
        var rule = new ScaleRule(0.5, backwards, 3, 5);
        AssertSteps<ThreeSteps>(x, biased ? bias : null, rule, backwards, ThreeSteps.Length);
        AssertSteps<FiveSteps>(x, biased ? bias : null, rule, backwards, FiveSteps.Length);
    }

    [Test]
    public void Every_item_gets_a_slot_of_its_own()
    {
        const int groups = 5, items = groups * ResultKernels.GroupSize;
        BufferView counter = memory.Words(0), slots = memory.Words(new uint[items]);
        ResultKernels.Slots(Device, groups, counter, slots);
        Assert.That(memory.ReadWords(counter), Is.EqualTo(new uint[] { items }));
        Assert.That(memory.ReadWords(slots).Order(), Is.EqualTo(Enumerable.Range(0, items)));
    }

    [Test]
    public void A_launch_of_no_groups_does_nothing()
    {
        BufferView counter = memory.Words(7), slots = memory.Words(new uint[ResultKernels.GroupSize]);
        ResultKernels.Slots(Device, 0, counter, slots);
        Assert.That(memory.ReadWords(counter), Is.EqualTo(new uint[] { 7 }));
    }

    [Test]
    public void A_checked_device_names_kernel_view_and_line()
    {
        using var device = new OpenClDevice(0, new ProgramCache(null)) { IsChecked = true };
        using var places = new KernelMemory(device);
        BufferView x = places.Operand(new float[6]), y = places.Result(1);
        (int Place, int Last, int Bad, string Report)[] cases =
        [
            (0, 5, 6, "element 6 of 'x', which has 6 elements"),
            (0, 0, -1, "element -1 of 'x', which has 6 elements"),
            (1, 7, 8, "element 8 of 'shared', which has 8 elements"),
            (2, 3, 4, "element 4 of 'own', which has 4 elements"),
            (3, 2, 3, "element 3 of 'x', which has 3 elements"),
            (4, 6, 7, "element 6 of 'view', which has 6 elements"),
            (5, 2, 3, "element 3 of 'x.SubView(2, 3)', which has 3 elements"),
        ];
        string[] lines = File.ReadAllLines(Path.Combine(SourceTree.Root, "Tests", "Engine", "Translation", "ResultKernels.cs"));
        Assert.Multiple(() =>
        {
            foreach ((int place, int last, int bad, string report) in cases)
            {
                Assert.That(() => ResultKernels.PastTheEnd(device, 1, x, y, place, last), Throws.Nothing, $"place {place}");
                string message = Assert.Throws<InvalidOperationException>(
                    () => ResultKernels.PastTheEnd(device, 1, x, y, place, bad))!.Message;
                int line = place == 4
                    ? Array.FindIndex(lines, l => l.Contains("view[k]", StringComparison.Ordinal)) + 1
                    : Array.FindIndex(lines, l => l.Contains($"(place == {place})", StringComparison.Ordinal)) + 2;
                Assert.That(
                    message,
                    Does.Contain("ResultKernels").And.Contain("PastTheEnd").And.Contain(report).And.Contain(
                        $"Tests/Engine/Translation/ResultKernels.cs:{line}"));
            }
        });
    }

    [Test]
    public void A_checked_device_is_silent_and_right_when_all_is_well()
    {
        using var device = new OpenClDevice(0, new ProgramCache(null)) { IsChecked = true };
        using var places = new KernelMemory(device);
        float[] x = [.. Enumerable.Range(0, 2 * ResultKernels.GroupSize).Select(k => (float)k)];
        BufferView sums = places.Result(3);
        ResultKernels.Sums(device, 1, places.Operand(x), sums, 2);
        Assert.That(places.Read(sums)[0], Is.EqualTo(x.Sum()));
        BufferView y = places.Result(7);
        ResultKernels.Steps<ThreeSteps, ScaleRule>(
            device, 1, places.Operand([1, 2, 3, 4, 5]), null, y, new ScaleRule(1, false, 0, 0), false);
        Assert.That(places.Read(y), Is.EqualTo(new float[] { 3, 4, 5, 3, 4, 5, 0 }));
    }

    private void AssertSteps<TStep>(float[] x, float[]? bias, ScaleRule rule, bool backwards, int length)
        where TStep : unmanaged, IStep
    {
        List<float> expected = [];
        int from = 2;
        for (; from + length <= x.Length; from += length)
        {
            int at = expected.Count;
            float[] step = new float[2 * length];
            for (int k = 0; k < length; k++)
            {
                step[backwards ? length - 1 - k : k] = rule.Apply(x[from + k], at + k);
                float low = rule.Apply(x[from + k], 0);
                step[length + k] = low + (2 * (x[from + k] - low));
            }

            expected.AddRange(step.Select((value, k) => bias == null ? value : value + bias[k % bias.Length]));
        }

        expected.Add(x.Length - from);
        BufferView y = memory.Result(expected.Count);
        ResultKernels.Steps<TStep, ScaleRule>(Device, 1, memory.Operand(x), bias == null ? null : memory.Operand(bias), y, rule, backwards);
        Assert.That(memory.Read(y), Is.EqualTo(expected));
    }
}
