using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Pads images with copies of their border pixels (torch.nn.ReplicationPad2d): a a | a b c | c c. Shapes: see <see cref="Pad2d"/>.
/// </summary>
/// <param name="padding">Pixels on each side.</param>
public sealed class ReplicationPad2d(Padding padding) : Pad2d(padding, PadMode.Replicate);
