using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Measures;

[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
public sealed class LaunchObserverTests(string device) : DeviceFixture
{
    private readonly LaunchObserver observer = new();

    protected override string DeviceName => device;

    [SetUp]
    public void Forget() => observer.Clear();

    [Test]
    public void A_launch_has_its_kernel_its_op_its_phase_and_its_time()
    {
        Tensor x = Make([3], 1, 2, 3);
        Observe("somewhere", () => (x * x).Tanh());
        Assert.Multiple(() =>
        {
            Assert.That(observer.Launches.Select(l => l.Op), Is.EqualTo(new[] { "Multiply", "Tanh" }));
            Assert.That(
                observer.Launches.Select(l => l.Kernel),
                Is.EqualTo(device == "cpu" ? ["BinarySimd<Multiply>", "UnarySimd<Tanh>"] : new[] { "Binary", "Unary" }));
            Assert.That(observer.Launches.Select(l => l.Phase), Is.All.EqualTo("somewhere"));
            Assert.That(observer.Launches.Select(l => l.IsBackward), Is.All.False);
            Assert.That(observer.Launches.Select(l => l.Call).Distinct().Count(), Is.EqualTo(2));
            Assert.That(observer.Launches[0].Start, Is.LessThanOrEqualTo(observer.Launches[0].End));
            Assert.That(observer.Launches[0].End, Is.LessThanOrEqualTo(observer.Launches[1].Start), "one after the other");
            Assert.That(observer.Launches[0].Bytes, Is.EqualTo(device == "cpu" ? 3 * 3 * sizeof(float) : 0), "two operands and a result");
        });
    }

    [Test]
    public void On_the_way_back_launches_belong_to_the_op_whose_gradient_they_compute()
    {
        Tensor x = Variable([2, 2], 1, 2, 3, 4), y = Variable([2, 2], 1, 0, 0, 1);
        Observe("back", () => x.MatMul(y).Tanh().Sum().Backward());
        Assert.Multiple(() =>
        {
            Assert.That(
                observer.Launches.Where(l => !l.IsBackward).Select(l => l.Op).Distinct(),
                Is.EqualTo(new[] { "MatMul", "Tanh", "Sum", "Fill" }), "the last is the gradient of the output, 1");
            Assert.That(
                observer.Launches.Where(l => l.IsBackward).Select(l => l.Op).Distinct(), Is.EqualTo(new[] { "Sum", "Tanh", "MatMul" }));
            Assert.That(observer.Launches.Count(l => l is { IsBackward: true, Op: "MatMul" }), Is.EqualTo(2), "a product for each factor");
            Assert.That(observer.Launches.Sum(l => l.Flops), Is.EqualTo(3 * 2 * 2 * 2 * 2), "of three products");
            Assert.That(observer.Launches.Where(l => l.Flops > 0).Select(l => l.Kernel), Is.All.StartWith("MatMul"));
        });
    }

    [Test]
    public void After_a_backward_function_that_fails_ops_have_their_own_names_again()
    {
        Tensor x = Variable([2], 1, 2), y = (x * x).Tanh(), one = Make([2], 1, 1);
        x.Dispose();
        Observe("", () => Assert.That(() => y.Backward(one), Throws.InstanceOf<ObjectDisposedException>()));
        Observe("", () => one.Tanh());
        Assert.That(observer.Launches[^1], Has.Property("Op").EqualTo("Tanh").And.Property("IsBackward").False);
    }

    [Test]
    public void Copies_noise_and_sums_have_names()
    {
        Tensor x = Make([4], 1, 2, 3, 4);
        using var random = new RandomSource(Device, seed: 1);
        Observe("", () =>
        {
            x.CopyFrom([1, 1, 1, 1]);
            Tensor noise = random.Normal([4]);
            noise.Tanh();
            x.AddInPlace(noise);
            x.CopyFrom(noise);
        });
        Assert.That(observer.Launches.Select(l => l.Op), Is.EqualTo(new[] { "Upload", "Random", "Tanh", "AddInPlace", "Copy" }));
    }

    [Test]
    public void Phases_follow_each_other()
    {
        Device.Observe(observer);
        observer.Begin("a");
        observer.Begin("b");
        observer.End();
        observer.End();
        Assert.That(observer.Phases.Select(p => p.Name), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(observer.Phases[0].End, Is.LessThanOrEqualTo(observer.Phases[1].Start));
    }

    [Test]
    public void Nothing_is_seen_by_who_does_not_watch_any_more()
    {
        Tensor x = Make([1], 1);
        Device.Observe(observer);
        Device.Observe(null);
        x.Tanh();
        Assert.That(observer.Launches, Is.Empty);
    }

    [Test]
    public void A_step_is_not_recorded_while_someone_watches_nor_watched_while_it_is_recorded()
    {
        Device.Observe(observer);
        Assert.That(() => StepGraph.Capture(Device, () => { }), Throws.InvalidOperationException.With.Message.Contains("one by one"));
        Device.Observe(null);
        Assert.That(
            () => StepGraph.Capture(Device, () => Device.Observe(observer)),
            Throws.InvalidOperationException.With.Message.Contains("observe launches"));
    }

    private void Observe(string phase, Action action)
    {
        Device.Observe(observer);
        observer.Begin(phase);
        action();
        observer.End();
        Device.Observe(null);
    }
}

/// <summary>On a device that compiles its kernels.</summary>
public sealed class SimtLaunchObserverTests : SimtFixture
{
    [Test]
    public void A_launch_has_the_name_of_its_program_and_ends_before_the_next_begins()
    {
        var observer = new LaunchObserver();
        using var scope = new TensorScope();
        Tensor x = Tensor.From(Device, [3], [1, 2, 3]);
        Device.Observe(observer);
        float[] values;
        try
        {
            observer.Begin("here");
            values = (x * x).Tanh().ToArray();
            observer.End();
        }
        finally
        {
            Device.Observe(null);
        }

        Assert.Multiple(() =>
        {
            Assert.That(values[0], Is.EqualTo(MathF.Tanh(1)).Within(1e-6f));
            Assert.That(observer.Launches.Select(l => l.Op), Is.EqualTo(new[] { "Multiply", "Tanh" }));
            Assert.That(observer.Launches.Select(l => KernelName.Family(l.Kernel)), Is.EqualTo(new[] { "Binary", "Unary" }));
            Assert.That(observer.Launches[0].Bytes, Is.EqualTo(3 * 3 * sizeof(float)));
            Assert.That(observer.Launches[0].End, Is.LessThanOrEqualTo(observer.Launches[1].Start));
            Assert.That(observer.Launches[1].End, Is.LessThanOrEqualTo(observer.Phases[0].End));
        });
    }
}
