using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Layers;

/// <summary>The same number everywhere.</summary>
internal sealed class ConstantValue(float value) : Initializer
{
    public override void Fill(Tensor parameter, Fan fan, RandomSource random) => Engine.Kernels.Elementwise.Fill.Run(parameter.View, value);
}
