using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>A parameter, or a buffer such as a running mean, with its dotted path inside its model: <c>2.weight</c>.</summary>
public readonly record struct NamedTensor(string Name, Tensor Tensor);
