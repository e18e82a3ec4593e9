namespace GanFromScratch.Gan.Data.Images;

/// <summary>An image that is not decoded yet.</summary>
/// <param name="Name">The path of its file, or what errors call it.</param>
/// <param name="Bytes">Its bytes; null: they are in the file.</param>
internal readonly record struct EncodedImage(string Name, byte[]? Bytes);
