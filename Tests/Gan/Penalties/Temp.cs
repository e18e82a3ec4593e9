using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Reference;
namespace GanFromScratch.Tests.Gan.Penalties;
public sealed class TempPrint
{
    [Test]
    public void P()
    {
        using var d = new ReferenceDevice();
        using var s = new TensorScope();
        void Show(string n, params Tensor[] t) { foreach (var x in t) File.AppendAllText("/tmp/tm/numbers", n + " " + string.Join(", ", x.ToDoubleArray().Select(v => v.ToString("R"))) + "\n"); }
        using (var r = new RandomSource(d, 7)) Show("eps", r.Uniform([3, 1]));
        using (var r = new RandomSource(d, 7)) Show("dragan", r.Uniform([3, 2]), r.Uniform([3, 1]));
        using (var r = new RandomSource(d, 7)) Show("normal", r.Normal([3, 2], std: 0.05f));
    }
}
