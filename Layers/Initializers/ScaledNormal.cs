using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>Normal with a deviation that depends on the layer's size.</summary>
internal sealed class ScaledNormal(Func<Fan, double> deviation, float mean = 0) : Initializer
{
    public override void Fill(Tensor parameter, Fan fan, RandomSource random) => random.FillNormal(parameter, mean, (float)deviation(fan));
}
