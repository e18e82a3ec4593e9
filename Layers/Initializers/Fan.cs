namespace GanFromScratch.Layers;

/// <summary>How many numbers a unit of a layer adds up, and how many it goes into: what initial weights are scaled by.</summary>
/// <param name="In">Terms of a sum in the forward pass: inputs of a dense layer; channels times kernel area of a convolution.</param>
/// <param name="Out">Likewise in the backward pass.</param>
public readonly record struct Fan(int In, int Out);
