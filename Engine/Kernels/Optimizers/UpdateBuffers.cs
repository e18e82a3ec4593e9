using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Engine.Kernels.Optimizers;

/// <summary>What an update reads and writes.</summary>
/// <param name="Parameters">p, written.</param>
/// <param name="Gradients">g, as many.</param>
/// <param name="LearningRate">One number.</param>
/// <param name="Steps">
/// Step counts, all equal, one for each tensor that the parameters consist of (at least one): the first is read, all are raised by one.
/// </param>
/// <param name="State0">State that the rule keeps, as many as p; null for what it does not keep.</param>
public readonly record struct UpdateBuffers(
    BufferView Parameters,
    BufferView Gradients,
    BufferView LearningRate,
    BufferView Steps,
    BufferView? State0 = null,
    BufferView? State1 = null,
    BufferView? State2 = null);
