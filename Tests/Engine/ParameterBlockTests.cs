using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine;

[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
public class ParameterBlockTests(string device) : DeviceFixture
{
    protected override string DeviceName => device;

    [Test]
    public void Parameters_keep_their_values_and_share_one_range()
    {
        Tensor a = Variable([2], 1, 2), b = Variable([3], 3, 4, 5);
        using var block = new ParameterBlock([a, b]);
        (a * b.Slice(0, 0, 2)).Sum().Backward();
        Assert.That(block.Count, Is.EqualTo(2));
        Assert.That(b.ToArray(), Is.EqualTo(new float[] { 3, 4, 5 }));
        using Tensor state = block.CreateState(), part = block.Part(state, 1);
        part.CopyFrom([7, 8, 9]);
        float[] values = Read(block.MutableValues(0, 2, "a test")), gradients = Read(block.Gradients(0, 2));
        float[] states = Read(block.Range(state, 1, 2));
        Assert.Multiple(() =>
        {
            Assert.That(values[..2], Is.EqualTo(new float[] { 1, 2 }));
            Assert.That(values[^3..], Is.EqualTo(new float[] { 3, 4, 5 }));
            Assert.That(gradients[..2], Is.EqualTo(new float[] { 3, 4 }));
            Assert.That(gradients[^3..], Is.EqualTo(new float[] { 1, 2, 0 }));
            Assert.That(states, Is.EqualTo(new float[] { 7, 8, 9 }));
        });
    }

    [Test]
    public void A_parameter_can_move_on_to_another_block_and_outlives_both()
    {
        Tensor a = Variable([2], 1, 2);
        using (var first = new ParameterBlock([a]))
        using (var second = new ParameterBlock([a]))
        {
            Assert.That(first.Holds(0), Is.False);
            Assert.That(second.Holds(0), Is.True);
        }

        Assert.That(a.ToArray(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void What_cannot_be_trained_is_refused()
    {
        Tensor a = Variable([2], 1, 2);
        using Device other = DeviceName == "cpu" ? new ReferenceDevice() : new CpuDevice(1);
        using Tensor elsewhere = Tensor.Persistent(other, [2]);
        Assert.That(() => new ParameterBlock([]), Throws.ArgumentException);
        Assert.That(() => new ParameterBlock([a, a * 2]), Throws.ArgumentException.With.Message.Contains("Parameter 1 must be a leaf"));
        Assert.That(() => new ParameterBlock([a, elsewhere]), Throws.ArgumentException);
    }

    private float[] Read(BufferView view)
    {
        float[] values = new float[view.Length];
        Device.Download(view, values);
        return values;
    }
}
