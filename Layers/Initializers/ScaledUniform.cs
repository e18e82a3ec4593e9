using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>Uniform between minus and plus a bound that depends on the layer's size.</summary>
internal sealed class ScaledUniform(Func<Fan, double> bound) : Initializer
{
    public override void Fill(Tensor parameter, Fan fan, RandomSource random)
    {
        float b = (float)bound(fan);
        random.FillUniform(parameter, -b, b);
    }
}
